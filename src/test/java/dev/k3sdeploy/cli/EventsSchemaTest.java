package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs are told is what docs/events.schema.json says. */
@SuppressWarnings("NullAway.Init")
class EventsSchemaTest {
    private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z_]+)\"");

    private final JsonSchema schema;

    @TempDir
    private Path folder;

    EventsSchemaTest() throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/events.schema.json")));
    }

    private Set<ValidationMessage> problems(String line) {
        return schema.validate(line, InputFormat.JSON);
    }

    private void assertAllAreAsTheSchemaSays(String output) {
        assertThat(output.lines()).isNotEmpty();
        assertThat(output.lines())
                .allSatisfy(line -> assertThat(problems(line)).as(line).isEmpty());
    }

    @Test
    void everyKindOfLineIsDescribed() throws IOException {
        MadeUpRun run = new MadeUpRun();
        JsonView view = new JsonView(run.terminal(false), 2);
        Step step = new Step("Join", MadeUpRun.ONE, "Install k3s");
        view.log(folder.resolve("up.log"));
        view.note(Message.verbatim("Creating lab-1"));
        view.warning(new InputProblem("inv.yml", 3, 1, "is unknown", ""));
        view.download("k3s", 10, 10);
        view.accept(new Event.TaskStarted(step));
        view.accept(new Event.Progress(step, 10, 10));
        Command command = Command.script("uptime");
        view.accept(new Event.CommandEnded(
                step, MadeUpRun.LONG, command, CommandResult.of(0, "1 day", ""), Duration.ofMillis(3)));
        view.accept(new Event.CommandEnded(step, MadeUpRun.LONG, command, null, Duration.ofMillis(3)));
        view.problem(new K3sDeployException("No release", "Set HTTPS_PROXY"));
        view.problem(new InvalidInputException(List.of(new InputProblem("inv.yml", 0, 0, "is empty", "fill it"))));
        view.result("kubeconfig", "/x", Message.verbatim("export KUBECONFIG=/x"));
        String output = run.shownBy(view);

        assertAllAreAsTheSchemaSays(output);
        Matcher types = TYPE.matcher(output);
        Set<String> seen = new TreeSet<>();
        while (types.find()) {
            seen.add(types.group(1));
        }
        Matcher described = Pattern.compile("\"\\$ref\": \"#/\\$defs/([a-z_]+)\" }[,\n]")
                .matcher(Files.readString(Path.of("docs/events.schema.json")).replaceAll("(?s)\"\\$defs\": \\{.*", ""));
        Set<String> documented = new TreeSet<>();
        while (described.find()) {
            documented.add(described.group(1));
        }
        documented.remove("time");
        assertThat(seen).isEqualTo(documented);
    }

    @Test
    void aRunThatReachesNobody() {
        Typed.file(folder, "inv.yml", "k3s_master: {hosts: {far: {ansible_host: nowhere.invalid}}}");
        Typed down = Typed.in(folder, "down", "-y", "-i", "inv.yml", "--output", "json", "-vv");

        assertAllAreAsTheSchemaSays(down.out());
        assertThat(down.out()).contains("\"type\":\"recap\"", "\"log\":\"" + folder);
        assertThat(down.err()).isEmpty();
    }

    @Test
    void aRunOnThisMachine() {
        Typed.file(
                folder, "inv.yml", "k3s_master: {hosts: {here: {ansible_connection: local, ansible_become: false}}}");
        Typed stop = Typed.in(folder, "stop", "--check", "-i", "inv.yml", "--output", "json", "-vv");

        assertAllAreAsTheSchemaSays(stop.out());
        assertThat(stop.out()).contains("\"type\":\"task_ended\"");
    }

    @Test
    void aRunThatCannotBegin() {
        Typed.file(folder, "inv.yml", "k3s_master: {hosts: {far: {ansible_port: ssh, k3s_chanel: stable}}}");
        Typed up = Typed.in(folder, "up", "-i", "inv.yml", "--output", "json");

        assertAllAreAsTheSchemaSays(up.out());
        assertThat(up.out()).contains("\"type\":\"problem\"", "\"problems\":[");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"note\",\"text\":\"no time\"}",
                "{\"type\":\"unheard_of\",\"time\":\"2026-11-22T10:00:00Z\"}",
                "{\"type\":\"note\",\"time\":\"2026-11-22T10:00:00Z\",\"text\":\"x\",\"more\":1}",
                "{\"type\":\"task_ended\",\"time\":\"2026-11-22T10:00:00Z\",\"play\":\"p\",\"host\":\"h\",\"task\":\"t\","
                        + "\"seconds\":1,\"outcome\":\"failed\",\"summary\":\"s\"}",
                "{\"type\":\"recap\",\"time\":\"2026-11-22T10:00:00Z\",\"ok\":1}"
            })
    void theSchemaRefusesOtherLines(String line) {
        assertThat(problems(line)).isNotEmpty();
    }
}
