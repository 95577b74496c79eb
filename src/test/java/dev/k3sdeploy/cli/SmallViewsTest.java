package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit codes, diffs, progress, colours. */
class SmallViewsTest {
    private static final Outcome OK = new Outcome.Ok("");
    private static final Outcome CHANGED = new Outcome.Changed(Diff.of(""));
    private static final Outcome WOULD = new Outcome.WouldChange(Diff.of(""));
    private static final Outcome SKIPPED = new Outcome.Skipped("");
    private static final Outcome FAILED = new Outcome.Failed(new K3sDeployException("", ""));
    private static final Outcome LOST = new Outcome.Unreachable(new UnreachableException("", ""));

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of(0, report(false)),
                Arguments.of(0, report(false, OK, CHANGED, SKIPPED)),
                Arguments.of(3, report(false, OK, WOULD)),
                Arguments.of(1, report(false, WOULD, FAILED)),
                Arguments.of(4, report(false, WOULD, LOST)),
                Arguments.of(1, report(false, LOST, FAILED)),
                Arguments.of(130, report(true, OK)),
                Arguments.of(130, report(true, FAILED, LOST)));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportsExitCode(int code, Report report) {
        assertThat(ExitCode.of(report)).isEqualTo(code);
    }

    @Test
    void aProblemsExitCode() {
        assertThat(ExitCode.of(InvalidInputException.of("-i", "no", ""))).isEqualTo(2);
        assertThat(ExitCode.of(new UnreachableException("", ""))).isEqualTo(4);
        assertThat(ExitCode.of(new K3sDeployException("", ""))).isEqualTo(1);
    }

    @Test
    void aDiffShowsThreeLinesAroundAChange() {
        assertThat(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .containsExactly(
                        "--- /x", "+++ /x", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8");
    }

    @Test
    void aNewFileIsAllPlus() {
        assertThat(diff("", "a\nb\n")).endsWith("+a", "+b").doesNotContain("-");
    }

    @Test
    void aRemovedFileIsAllMinus() {
        assertThat(diff("a\nb\n", "")).endsWith("-a", "-b");
    }

    @Test
    void equalTextsHaveNoDiff() {
        assertThat(diff("a\n", "a\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0        | 64900000  | k3s [------------------------]   0 %  0.0 of 64.9 MB",
                "21400000 | 64900000  | k3s [#######-----------------]  32 %  21.4 of 64.9 MB",
                "64900000 | 64900000  | k3s [########################] 100 %  64.9 of 64.9 MB",
                "1500000  | -1        | k3s  1.5 MB",
                "0        | 0         | k3s  0.0 MB",
                "5000000000 | 6000000000 | k3s [####################----]  83 %  5000.0 of 6000.0 MB",
                "70000000 | 64900000  | k3s [########################] 100 %  70.0 of 64.9 MB",
            })
    void progressIsOneLine(long done, long total, String line) {
        assertThat(ProgressBar.of("k3s", done, total, Locale.ROOT)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"true,,,true", "false,,,false", "true,1,,false", "true,,dumb,false", "true,,xterm,true"})
    void coloursAreForTerminalsAndCanBeTurnedOff(
            boolean console, @Nullable String noColor, @Nullable String term, boolean on) {
        Map<String, String> environment = new HashMap<>();
        if (noColor != null) {
            environment.put("NO_COLOR", noColor);
        }
        if (term != null) {
            environment.put("TERM", term);
        }
        Main.Surroundings surroundings = new Main.Surroundings(
                new ControlMachine(Path.of("/"), Path.of("/"), "ada", environment),
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                console);

        assertThat(surroundings.ansi().enabled()).isEqualTo(on);
    }

    private static List<String> diff(String before, String after) {
        return UnifiedDiff.of(new Diff.Change("/x", before, after));
    }

    private static Report report(boolean interrupted, Outcome... outcomes) {
        Target target = new Target("one");
        List<TaskResult> results = Arrays.stream(outcomes)
                .map(outcome -> new TaskResult("p", target, "t", outcome, Duration.ZERO))
                .toList();
        return new Report(results, List.of(target), interrupted, Duration.ZERO);
    }
}
