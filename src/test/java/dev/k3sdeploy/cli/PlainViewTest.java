package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run as people read it. */
class PlainViewTest {
    private final MadeUpRun run = new MadeUpRun();

    @Test
    void whatChangedAndWhatFailedIsShownAndTheRestCounted() {
        assertThat(run.shownBy(view(false, false))).isEqualTo("""

                PLAY [Install K3S] node-1 a-longer-name
                  changed: [node-1] Write /etc/x – its content differs (1.5 s)
                  would change: [node-1] Install k3s – new
                  ok 1 in place already

                PLAY [Join] a-longer-name
                  failed: [a-longer-name] Start k3s
                    It ended
                    with status 1
                    See its journal
                  unreachable: [a-longer-name] Look
                    No answer

                PLAY RECAP (12.3 s)
                  node-1         ok=1  changed=1  would change=1  skipped=1  failed=0  unreachable=0
                  a-longer-name  ok=0  changed=0  would change=0  skipped=0  failed=1  unreachable=1
                """);
        assertThat(run.err.toString()).isEmpty();
    }

    @Test
    void verboseShowsEveryTaskWithItsReason() {
        assertThat(run.shownBy(view(false, true)))
                .contains("  ok: [node-1] Turn swap off – no swap in use\n")
                .contains("  skipped: [node-1] Install curl – only apt is known\n")
                .doesNotContain("in place already");
    }

    @Test
    void diffShowsTheLines() {
        assertThat(run.shownBy(view(true, false))).contains("""
                  changed: [node-1] Write /etc/x – its content differs (1.5 s)
                    --- /etc/x
                    +++ /etc/x
                    @@ -1,3 +1,3 @@
                     a
                    -old
                    +new
                     b
                """);
    }

    @Test
    void coloursAreOnlyWhereTheyAreWanted() {
        assertThat(run.shownBy(new PlainView(run.terminal(true), new PlainView.Detail(true, 1))))
                .contains("\u001b[33mchanged:\u001b[39m", "\u001b[31mfailed:", "\u001b[32m+new", "\u001b[31m-old")
                .contains("\u001b[1mPLAY RECAP\u001b[22m")
                .doesNotContain("\u001b[31mfailed=0");
        assertThat(new MadeUpRun().shownBy(view(true, true))).doesNotContain("\u001b");
    }

    @Test
    void anInterruptedRunSaysHowToGoOn() {
        view(false, false)
                .accept(new Event.RunEnded(new Report(List.of(), List.of(MadeUpRun.ONE), true, Duration.ZERO)));

        assertThat(run.out.toString()).endsWith("Interrupted: run the same command again, it goes on where it was\n");
    }

    @Test
    void manyMachinesAreCountedAndNotNamed() {
        List<Target> many =
                IntStream.range(0, 9).mapToObj(n -> new Target("n" + n)).toList();

        view(false, false).accept(Event.PlayStarted.of("Install", many, 1));
        view(false, false).accept(Event.PlayStarted.of("Join", many.subList(0, 8), 1));

        assertThat(run.out.toString()).contains("PLAY [Install] 9 machines\n", "PLAY [Join] n0 n1 n2 n3 n4 n5 n6 n7\n");
    }

    @Test
    void aRunOfNothingHasARecapToo() {
        view(false, false).accept(new Event.RunEnded(new Report(List.of(), List.of(), false, Duration.ZERO)));

        assertThat(run.out.toString()).isEqualTo("\nPLAY RECAP (0.0 s)\n");
    }

    @Test
    void problemsGoToStandardErrorWithTheirHint() {
        view(false, false).problem(new K3sDeployException("No release", "Set HTTPS_PROXY"));

        assertThat(run.err.toString()).isEqualTo("Error: No release\nSet HTTPS_PROXY\n");
        assertThat(run.out.toString()).isEmpty();
    }

    @Test
    void oneInputProblemIsNotCounted() {
        view(false, false)
                .problem(
                        new InvalidInputException(List.of(new InputProblem("inv.yml", 3, 5, "is wrong", "use right"))));

        assertThat(run.err.toString()).isEqualTo("Error: inv.yml:3:5: is wrong (use right)\n");
    }

    @Test
    void aDownloadThatNobodyWatchesEndsWithOneLine() {
        PlainView view = view(false, false);
        view.download("k3s", 100_000_000, 100_000_000);
        view.note(Message.verbatim("Creating lab-1"));
        view.result("kubeconfig", "/x", Message.verbatim("export KUBECONFIG=/x"));

        assertThat(run.out.toString()).isEqualTo("""
                k3s [########################] 100 %  100.0 of 100.0 MB
                Creating lab-1
                export KUBECONFIG=/x
                """);
    }

    @Test
    void aFailureNamesTheLog() {
        PlainView view = view(false, false);
        view.log(Path.of("/x/.k3s/logs/up.log"));
        assertThat(run.shownBy(view)).endsWith("Every command and its output: /x/.k3s/logs/up.log\n");

        view.problem(new K3sDeployException("No release", "Set HTTPS_PROXY"));
        assertThat(run.err.toString()).endsWith("Every command and its output: /x/.k3s/logs/up.log\n");
    }

    @Test
    void aRunThatSucceedsDoesNotNameTheLog() {
        PlainView view = view(false, false);
        view.log(Path.of("/x/.k3s/logs/up.log"));
        view.accept(new Event.RunEnded(new Report(List.of(), List.of(MadeUpRun.ONE), false, Duration.ZERO)));

        assertThat(run.out.toString()).doesNotContain("/x/.k3s/logs");
    }

    @Test
    void verboseShowsCommandsAndVeryVerboseTheirOutputOnce() {
        Step step = new Step("p", MadeUpRun.ONE, "Wait");
        for (int verbosity = 0; verbosity <= 2; verbosity++) {
            PlainView view = new PlainView(run.terminal(false), new PlainView.Detail(false, verbosity));
            CommandResult failed = CommandResult.of(3, "inactive\n", "no such unit\n");
            for (int again = 0; again < 2; again++) {
                view.accept(new Event.CommandEnded(
                        step,
                        MadeUpRun.LONG,
                        Command.script("unit=k3s\nsystemctl is-active k3s"),
                        failed,
                        Duration.ZERO));
            }
        }
        assertThat(run.out.toString()).isEqualTo("""
                    [node-1 asks a-longer-name] $ unit=k3s
                      systemctl is-active k3s
                      (status 3)
                    [node-1 asks a-longer-name] $ unit=k3s
                      systemctl is-active k3s
                      | inactive
                      ! no such unit
                      (status 3)
                """);
    }

    private PlainView view(boolean diff, boolean verbose) {
        return new PlainView(run.terminal(false), new PlainView.Detail(diff, verbose ? 1 : 0));
    }
}
