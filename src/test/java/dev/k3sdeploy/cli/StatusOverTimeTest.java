package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** {@code status --drift} and {@code status --watch}. */
class StatusOverTimeTest {
    private static final Target ONE = new Target("lab-1");

    private final StringWriter written = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(written), new PrintWriter(written), Ansi.OFF, false);

    private static Drift drift(Outcome... outcomes) {
        List<TaskResult> results = java.util.Arrays.stream(outcomes)
                .map(outcome -> new TaskResult("Install K3S", ONE, "Start k3s", outcome, Duration.ZERO))
                .toList();
        return new Drift(new Report(results, List.of(ONE), false, Duration.ZERO));
    }

    @Test
    void withoutDriftOneLineSaysSo() {
        drift(new Outcome.Ok("it runs"), new Outcome.Skipped("not needed")).text(terminal);
        assertThat(written.toString().strip()).isEqualTo("No drift: `k3sdeploy up` would change nothing");
    }

    @Test
    void whatUpWouldChangeAndWhatCannotBeToldIsListed() {
        Drift drift = drift(
                new Outcome.WouldChange(Diff.of("it is inactive (dead)")),
                new Outcome.Failed(new K3sDeployException("no answer", "look there")));
        drift.text(terminal);
        assertThat(written.toString())
                .contains(
                        "Drift:",
                        "  [lab-1] Start k3s – it is inactive (dead)",
                        "cannot be told:",
                        "no answer",
                        "look there");
    }

    @Test
    void asJsonItIsOneObject() throws Exception {
        drift(new Outcome.WouldChange(Diff.of("it is inactive"))).json(terminal);
        JsonNode json = new ObjectMapper().readTree(written.toString());
        assertThat(json.path("type").asText()).isEqualTo("drift");
        assertThat(json.path("changes").path(0).path("task").asText()).isEqualTo("Start k3s");
        assertThat(json.path("problems").isEmpty()).isTrue();
    }

    @Test
    void aWatchTellsOnlyWhatHasChanged() throws Exception {
        Deque<String> seen = new ArrayDeque<>(List.of("a", "a", "b", "b"));
        CountDownLatch enough = new CountDownLatch(1);

        new Watch(terminal, false, Duration.ZERO)
                .show(
                        look -> {
                            look.line(Objects.requireNonNull(seen.poll()));
                            if (seen.isEmpty()) {
                                enough.countDown();
                            }
                        },
                        enough,
                        new Interruption());

        assertThat(written.toString().lines()).containsExactly("a", "b");
    }

    @Test
    void eachChangeIsHeadedByItsTime() throws Exception {
        CountDownLatch enough = new CountDownLatch(0);
        new Watch(terminal, true, Duration.ZERO).show(look -> look.line("a"), enough, new Interruption());
        assertThat(written.toString()).matches("At \\d\\d:\\d\\d(:\\d\\d)?\\Ra\\R");
    }
}
