package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** Steps that take long, and runs of many machines, as plain lines. */
class LongRunTest {
    private static final Target NODE = new Target("node-1");
    private static final Step STEP = new Step("Join", NODE, "Install packages");

    private final StringWriter out = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out), new PrintWriter(new StringWriter()), Ansi.OFF, false);
    private long nanos;
    private final PlainView view = new PlainView(terminal, new PlainView.Detail(false, 0), () -> nanos);

    private void after(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        view.tick();
    }

    @Test
    void aStepSaysAfterTenSecondsWhatItWaitsForAndThenEverLessOften() {
        view.accept(new Event.TaskStarted(STEP));
        view.accept(new Event.Waiting(STEP, "apt is in use by unattended-upgr"));
        after(9);
        assertThat(out.toString()).isEmpty();

        for (int second = 10; second <= 100; second++) {
            after(1);
        }
        assertThat(out.toString()).isEqualTo("""
                  waiting: [node-1] Install packages: apt is in use by unattended-upgr (10 s)
                  waiting: [node-1] Install packages: apt is in use by unattended-upgr (20 s)
                  waiting: [node-1] Install packages: apt is in use by unattended-upgr (40 s)
                  waiting: [node-1] Install packages: apt is in use by unattended-upgr (1 min 20 s)
                """);
    }

    @Test
    void aMachineThatDoesNotAnswerIsBeingConnectedTo() {
        view.accept(new Event.PlayStarted("Install", Map.of(NODE, 1)));
        view.accept(new Event.TaskStarted(STEP));
        after(12);
        assertThat(out.toString()).endsWith("  waiting: [node-1] Install packages: connecting (12 s)\n");
        view.accept(new Event.CommandStarted(STEP, NODE, Command.script("apt-get update")));
        after(12);
        assertThat(out.toString()).endsWith("Install packages: runs apt-get update (24 s)\n");
    }

    @Test
    void aCommandThatRunsLongIsItselfTheReason() {
        view.accept(new Event.TaskStarted(STEP));
        view.accept(new Event.CommandStarted(
                STEP, NODE, Command.script("export LC_ALL=C\nDEBIAN_FRONTEND=noninteractive apt-get install -y curl")));
        after(12);
        assertThat(out.toString())
                .isEqualTo("  waiting: [node-1] Install packages: runs apt-get install -y curl (12 s)\n");
    }

    @Test
    void anUploadSaysHowFarItIs() {
        view.accept(new Event.TaskStarted(STEP));
        view.accept(new Event.Progress(STEP, 25, 100));
        after(12);
        assertThat(out.toString()).isEqualTo("  waiting: [node-1] Install packages:  25 % sent (12 s)\n");
    }

    @Test
    void aStepThatHasEndedIsWaitedForNoMore() {
        view.accept(new Event.TaskStarted(STEP));
        view.accept(new Event.TaskEnded(
                new TaskResult("Join", NODE, "Install packages", new Outcome.Ok("there"), Duration.ZERO)));
        after(60);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void twoHundredMachinesAreCountedAndThoseThatFailAreNamed() {
        List<Target> machines = IntStream.rangeClosed(1, 200)
                .mapToObj(n -> new Target("node-" + n))
                .toList();
        view.accept(Event.PlayStarted.of("Install K3S", machines, 1));
        machines.forEach(
                machine -> view.accept(new Event.TaskStarted(new Step("Install K3S", machine, "Install k3s"))));
        after(11);
        List<TaskResult> results = new ArrayList<>();
        for (Target machine : machines) {
            Outcome outcome = machine.name().equals("node-77")
                    ? new Outcome.Failed(new K3sDeployException("The disk is full", "Free some space"))
                    : new Outcome.Changed(Diff.of("new"));
            TaskResult result = new TaskResult(
                    "Install K3S", machine, "Install k3s", outcome, Duration.ofMillis(1000 + results.size()));
            results.add(result);
            view.accept(new Event.TaskEnded(result));
        }
        view.accept(new Event.RunEnded(new Report(results, machines, false, Duration.ofSeconds(12))));

        assertThat(out.toString()).isEqualTo("""

                PLAY [Install K3S] 200 machines
                  waiting: 200 machines: Install k3s, the longest for 11 s
                  failed: [node-77] Install k3s (1.1 s)
                    The disk is full
                    Free some space
                  changed: [199 machines] Install k3s (1.0 s to 1.2 s)

                PLAY RECAP (12.0 s)
                  199 machines  ok=0  changed=1    skipped=0  failed=0  unreachable=0
                  node-77       ok=0  changed=0    skipped=0  failed=1  unreachable=0
                """);
    }
}
