package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit code, standard output and standard error of the whole command. */
@SuppressWarnings("NullAway.Init")
class CommandLineTest {
    private static final String BAD = """
            k3s_master:
              hosts:
                one:
                  ansible_host: 10.1.1.1
                  ansible_port: ssh
                  k3s_chanel: stable
            """;
    private static final String LOCAL = """
            k3s_master:
              hosts:
                here: {ansible_connection: local, ansible_become: false}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ping", "forget", "ping --output json"})
    void whatIsLeftAsideInTheInventoryIsSaidOnce(String command) {
        Typed.file(folder, "inventory.yml", LOCAL + "all: {vars: {metal_lb_mode: layer2}}");

        assertThat(type(command.split(" ")).err())
                .containsOnlyOnce("Warning: inventory.yml:4:14: metal_lb_mode is not used");
    }

    @Test
    void forProgramsAWarningIsAnObject() {
        Typed.file(folder, "inventory.yml", LOCAL + "all: {vars: {metal_lb_mode: layer2}}");

        Typed typed = type(
                "up",
                "--check",
                "--output",
                "json",
                "-e",
                "k3s_release_url=http://127.0.0.1:1 k3s_version=v1.30.0+k3s1");

        assertThat(typed.out())
                .contains("\"type\":\"warning\"", "\"message\":\"metal_lb_mode is not used\"", "\"line\":4");
        assertThat(typed.err()).doesNotContain("metal_lb_mode");
    }

    @Test
    void theUsualInventoryIsTakenByItself() {
        Typed.file(folder, "inventory.yml", LOCAL);

        assertThat(type("ping").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down --yes", "kubeconfig", "status", "ping", "forget"})
    void aBadInventoryIsToldWithAllItsProblemsAndNoStackTrace(String command) {
        inventory(BAD);

        Typed typed = type((command + " -i inv.yml").split(" "));

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err())
                .startsWith("Error: 2 problems, and nothing was changed:")
                .contains("inv.yml:5:7: host one: ansible_port is «ssh», which is not a port")
                .contains("inv.yml:6:7: there is no variable k3s_chanel (do you mean k3s_channel?)")
                .doesNotContain("Exception", "\tat ");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void asJsonABadInventoryIsAProblemWithItsPlacesAndARecap() throws Exception {
        inventory(BAD);

        Typed typed = type("up", "-i", "inv.yml", "--output", "json");

        assertThat(typed.exitCode()).isEqualTo(2);
        List<JsonNode> lines = json(typed);
        assertThat(lines).extracting(line -> line.path("type").asText()).containsExactly("problem", "recap");
        JsonNode first = lines.get(0).path("problems").path(0);
        assertThat(first.path("source").asText()).isEqualTo("inv.yml");
        assertThat(first.path("line").asInt()).isEqualTo(5);
        assertThat(first.path("column").asInt()).isEqualTo(7);
        assertThat(first.path("message").asText()).contains("not a port");
    }

    @Test
    void theFirstServerIsRefusedBeforeAnyConnection() {
        unreachable();

        Typed typed = type("node", "remove", "far", "--yes", "-i", "inv.yml");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("far is the only server", "k3sdeploy down");
    }

    @Test
    void pingAnswersForEachMachine() {
        inventory(LOCAL);

        Typed typed = type("ping", "-i", "inv.yml");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).startsWith("ok: [here] " + System.getProperty("user.name") + " on ");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void pingAsJsonIsOneObjectAMachine() throws Exception {
        inventory(LOCAL);

        List<JsonNode> lines = json(type("ping", "-i", "inv.yml", "--output", "json"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).path("type").asText()).isEqualTo("ping");
        assertThat(lines.get(0).path("host").asText()).isEqualTo("here");
        assertThat(lines.get(0).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void aMachineThatCannotBeReachedIsExitCodeFour() {
        unreachable();

        Typed typed = type("ping", "-i", "inv.yml");

        assertThat(typed.exitCode()).isEqualTo(4);
        assertThat(typed.out()).contains("unreachable: [far]", "nowhere.invalid");
    }

    @Test
    void downOfAMachineThatCannotBeReachedIsARunWithARecapAsItsLastLine() throws Exception {
        unreachable();

        Typed typed = type("down", "--yes", "-i", "inv.yml", "--output", "json");

        assertThat(typed.exitCode()).isEqualTo(4);
        List<JsonNode> lines = json(typed);
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .containsExactly("run_started", "play_started", "task_started", "task_ended", "recap");
        JsonNode recap = lines.get(4);
        assertThat(List.of("ok", "changed", "wouldChange", "skipped", "failed", "unreachable"))
                .allMatch(field -> recap.path(field).isInt())
                .allMatch(field -> recap.path("hosts").path("far").path(field).isInt());
        assertThat(recap.path("unreachable").asInt()).isEqualTo(1);
        assertThat(recap.path("hosts").path("far").path("unreachable").asInt()).isEqualTo(1);
        assertThat(recap.path("interrupted").asBoolean(true)).isFalse();
    }

    @Test
    void downAsTextEndsWithTheRecap() {
        unreachable();

        Typed typed = type("down", "-y", "-i", "inv.yml");

        assertThat(typed.exitCode()).isEqualTo(4);
        assertThat(typed.out())
                .contains("PLAY [Remove the servers] far", "unreachable: [far] Remove K3S", "PLAY RECAP");
        assertThat(typed.out()).doesNotContain("Kept:", "\u001b[");
        assertThat(typed.out())
                .containsPattern(
                        "PLAY RECAP .*\n  far .*failed=0  unreachable=1\nEvery command and its output: .*-down.log\n");
    }

    @Test
    void aFileOfVariablesMayStandAfterABlank() {
        inventory(LOCAL);
        Typed.file(folder, "vars.yml", "course: [k3s, '2026']\nother: --output");

        Typed typed = type("inventory", "--host", "here", "-i", "inv.yml", "-e", "@" + folder.resolve("vars.yml"));

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.out()).contains("\"course\"", "\"--output\"");
    }

    @Test
    void extraVariablesWinOverTheInventory() {
        inventory(BAD);

        assertThat(type("ping", "-i", "inv.yml", "-e", "ansible_port=22x").err())
                .contains("«22x»");
    }

    @Test
    void envPrintsTheLineForTheShellOnceThereIsAKubeconfig() {
        inventory(LOCAL);
        Typed before = type("env", "-i", "inv.yml");
        Typed.file(folder, ".k3s/k3s.yaml", "");

        Typed after = type("env", "-i", "inv.yml", "--shell", "fish");

        assertThat(before.exitCode()).isEqualTo(1);
        assertThat(before.err()).contains(".k3s/k3s.yaml yet", "k3sdeploy up");
        assertThat(after.exitCode()).isZero();
        assertThat(after.out()).isEqualTo("set -gx KUBECONFIG '" + folder.resolve(".k3s/k3s.yaml") + "'\n");
    }

    @Test
    void theVersionNamesJavaToo() {
        assertThat(type("version").out())
                .matches("(?s)k3sdeploy .*, Java " + System.getProperty("java.version") + ".*\n");
        assertThat(type("--version").out()).startsWith("k3sdeploy ");
    }

    private void inventory(String text) {
        Typed.file(folder, "inv.yml", text);
    }

    private void unreachable() {
        inventory("k3s_master: {hosts: {far: {ansible_host: nowhere.invalid}}}");
    }

    private Typed type(String... words) {
        return Typed.in(folder, words);
    }

    private static List<JsonNode> json(Typed typed) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : typed.outLines()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }
}
