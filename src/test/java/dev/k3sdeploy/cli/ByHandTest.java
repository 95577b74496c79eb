package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec} and {@code ssh}, on this machine and on one that is not there. */
class ByHandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void inventory() {
        Typed.file(folder, "inv.yml", """
                k3s_master:
                  hosts:
                    here: {ansible_connection: local}
                    far: {ansible_host: nowhere.invalid, ansible_user: kim, ansible_port: 2222}
                """);
    }

    private Typed type(String... words) {
        return Typed.in(folder, words);
    }

    @Test
    void whatAMachineWritesComesUnderItsName() {
        Typed typed = type("exec", "-i", "inv.yml", "-l", "here", "--", "echo", "a  b");
        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).isEqualTo("ok: [here]\n  a  b\n");
    }

    @Test
    void oneWordIsALineForTheShellAndTheExitCodeIsTheCommands() {
        Typed typed = type("exec", "-i", "inv.yml", "-l", "here", "--", "echo no | tr n g >&2; exit 3");
        assertThat(typed.exitCode()).isEqualTo(3);
        assertThat(typed.out()).isEqualTo("failed: [here] exit status 3\n  go\n");
    }

    @Test
    void aMachineThatIsNotThereCountsWithTheOthers() {
        Typed typed = type("exec", "-i", "inv.yml", "--", "true");
        assertThat(typed.exitCode()).isEqualTo(4);
        assertThat(typed.out()).contains("ok: [here]", "unreachable: [far]", "nowhere.invalid");
    }

    @Test
    void aStreamHasTheMachinesNameOnEachLineAndOnlyFailuresAtItsEnd() {
        Typed well = type("exec", "-i", "inv.yml", "-l", "here", "--stream", "--", "echo a; echo b");
        assertThat(well.out()).isEqualTo("here | a\nhere | b\n");

        Typed ill = type("exec", "-i", "inv.yml", "-l", "here", "--stream", "--", "echo a; exit 9");
        assertThat(ill.exitCode()).isEqualTo(9);
        assertThat(ill.out()).isEqualTo("here | a\nfailed: [here] exit status 9\n");
    }

    @Test
    void asJsonEachEndIsAnObject() throws Exception {
        Typed typed = type("exec", "-i", "inv.yml", "-l", "here", "--output", "json", "--", "echo a; echo b >&2");
        JsonNode end = new ObjectMapper().readTree(typed.out());
        assertThat(end.path("type").asText()).isEqualTo("ended");
        assertThat(end.path("host").asText()).isEqualTo("here");
        assertThat(end.path("status").asInt(9)).isZero();
        assertThat(end.path("stdout").asText()).isEqualTo("a\n");
        assertThat(end.path("stderr").asText()).isEqualTo("b\n");
    }

    @Test
    void sshGoesWhereTheInventorySays() {
        Typed typed = type("ssh", "-i", "inv.yml", "far", "--print", "--", "ls", "a b");
        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out())
                .startsWith("ssh ")
                .contains("StrictHostKeyChecking=accept-new")
                .endsWith(" -l kim -p 2222 -- nowhere.invalid 'ls '\\''a b'\\'''\n");
    }

    @Test
    void sshEndsAsTheSystemsSshDoes() {
        assertThat(type("ssh", "-i", "inv.yml", "far", "--", "true").exitCode()).isEqualTo(255);
    }

    @Test
    void sshToNoMachineOrToThisOneIsAnInputError() {
        Typed nobody = type("ssh", "-i", "inv.yml", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("there is no such machine in the cluster", "here, far");
        assertThat(type("ssh", "-i", "inv.yml", "here").exitCode()).isEqualTo(2);
    }
}
