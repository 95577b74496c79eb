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
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** What stands on a terminal while a run goes on, by a terminal emulator. */
class LiveViewTest {
    private static final String PLAY = "Install K3S";
    private static final Target ONE = new Target("vagrantbox-1");
    private static final Target TWO = new Target("vagrantbox-2");

    private final StringWriter plain = new StringWriter();
    private long nanos;

    /** A view on an emulated terminal. */
    private record Watched(LiveView view, ScreenTerminal screen) {
        String text() {
            return screen.toString()
                    .lines()
                    .map(String::stripTrailing)
                    .collect(Collectors.joining("\n"))
                    .stripTrailing();
        }
    }

    private Watched on(int columns, int rows) throws IOException, InterruptedException {
        ScreenTerminal.VirtualTerminal virtual = ScreenTerminal.withTerminal("test", "xterm-256color", columns, rows);
        Terminal terminal = new Terminal(new PrintWriter(plain), new PrintWriter(plain), Ansi.OFF, true);
        LiveView view = new LiveView(
                () -> Optional.of(new Screen(virtual.terminal())),
                terminal,
                new PlainView.Detail(false, 0),
                () -> nanos);
        view.accept(new Event.RunStarted("Up", List.of(ONE, TWO), false));
        for (int tries = 0; tries < 500 && !view.ready(); tries++) {
            Thread.sleep(10);
        }
        view.tick();
        return new Watched(view, virtual.screen());
    }

    private static Step step(Target target, String task) {
        return new Step(PLAY, target, task);
    }

    private static Event ended(Target target, String task, Outcome outcome) {
        return new Event.TaskEnded(new TaskResult(PLAY, target, task, outcome, Duration.ofMillis(500)));
    }

    private void pass(Watched watched, long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
        watched.view().tick();
    }

    @Test
    void eachMachineHasALineAndFinishedStepsScrollAbove() throws Exception {
        Watched watched = on(80, 24);
        LiveView view = watched.view();
        view.accept(Event.PlayStarted.of(PLAY, List.of(ONE, TWO), 3));
        view.accept(new Event.TaskStarted(step(ONE, "Turn swap off")));
        view.accept(ended(ONE, "Turn swap off", new Outcome.Changed(Diff.of("turn off 1 device"))));
        view.accept(new Event.TaskStarted(step(ONE, "Install /usr/local/bin/k3s")));
        view.accept(new Event.TaskStarted(step(TWO, "Install packages")));
        view.accept(new Event.Waiting(step(TWO, "Install packages"), "apt is in use by unattended-upgr"));
        view.accept(new Event.Progress(step(ONE, "Install /usr/local/bin/k3s"), 0, 60_000_000));
        pass(watched, 1000);
        view.accept(new Event.Progress(step(ONE, "Install /usr/local/bin/k3s"), 15_000_000, 60_000_000));
        pass(watched, 0);

        assertThat(watched.text()).isEqualTo("""

                PLAY [Install K3S] vagrantbox-1 vagrantbox-2
                  changed: [vagrantbox-1] Turn swap off – turn off 1 device
                Install K3S  1 s
                  vagrantbox-1    2/3  Install /usr/local/bin/k3s  [##------]  25 %  3 s left
                  vagrantbox-2    1/3  Install packages  1 s""");

        pass(watched, 11_000);
        assertThat(watched.text())
                .endsWith("  vagrantbox-2    1/3  Install packages  12 s  apt is in use by unattended-upgr");
    }

    @Test
    void theRateAndTheTimeLeftOfAnUploadAreShown() throws Exception {
        Watched watched = on(100, 24);
        watched.view().accept(Event.PlayStarted.of(PLAY, List.of(ONE), 1));
        watched.view().accept(new Event.TaskStarted(step(ONE, "Install k3s")));
        watched.view().accept(new Event.Progress(step(ONE, "Install k3s"), 0, 60_000_000));
        pass(watched, 1000);
        watched.view().accept(new Event.Progress(step(ONE, "Install k3s"), 15_000_000, 60_000_000));
        pass(watched, 0);

        assertThat(watched.text()).endsWith("Install k3s  [####------------]  25 %  15.0 MB/s, 3 s left");
    }

    @Test
    void aDownloadHasItsLineToo() throws Exception {
        Watched watched = on(80, 24);
        watched.view().download("k3s v1.33.5+k3s1", 0, 60_000_000);
        pass(watched, 2000);
        watched.view().download("k3s v1.33.5+k3s1", 30_000_000, 60_000_000);
        pass(watched, 0);
        assertThat(watched.text())
                .isEqualTo("Downloading k3s v1.33.5+k3s1  [########--------]  50 %  15.0 MB/s, 2 s left");

        watched.view().download("k3s v1.33.5+k3s1", 60_000_000, 60_000_000);
        pass(watched, 0);
        assertThat(watched.text()).isEqualTo("k3s v1.33.5+k3s1 [########################] 100 %  60.0 of 60.0 MB");
    }

    @Test
    void atTheEndOnlyTheLinesAreLeft() throws Exception {
        Watched watched = on(80, 24);
        LiveView view = watched.view();
        view.accept(Event.PlayStarted.of(PLAY, List.of(ONE), 1));
        view.accept(new Event.TaskStarted(step(ONE, "Start k3s")));
        pass(watched, 100);
        assertThat(watched.text()).contains("vagrantbox-1    1/1  Start k3s");

        view.accept(ended(ONE, "Start k3s", new Outcome.Failed(new K3sDeployException("It ended", "See its journal"))));
        view.accept(new Event.RunEnded(new Report(List.of(), List.of(ONE), false, Duration.ZERO)));
        view.close();

        assertThat(watched.text()).isEqualTo("""

                PLAY [Install K3S] vagrantbox-1
                  failed: [vagrantbox-1] Start k3s
                    It ended
                    See its journal""");
        assertThat(plain.toString()).startsWith("\nPLAY RECAP (0.0 s)\n");
    }

    @Test
    void moreMachinesThanRowsAreCountedByTheirSteps() throws Exception {
        Watched watched = on(80, 12);
        LiveView view = watched.view();
        List<Target> machines = IntStream.rangeClosed(1, 200)
                .mapToObj(n -> new Target("node-" + n))
                .toList();
        view.accept(Event.PlayStarted.of(PLAY, machines, 1));
        machines.subList(0, 120).forEach(machine -> view.accept(new Event.TaskStarted(step(machine, "Install k3s"))));
        machines.subList(0, 50)
                .forEach(machine -> view.accept(ended(machine, "Install k3s", new Outcome.Changed(Diff.of("new")))));
        machines.subList(120, 125)
                .forEach(machine -> view.accept(new Event.TaskStarted(step(machine, "Install packages"))));
        pass(watched, 15_000);

        assertThat(watched.text()).isEqualTo("""

                PLAY [Install K3S] 200 machines
                Install K3S  15 s
                  [########------------------------] 50 of 200 machines done
                    70  Install k3s  node-51 for 15 s  connecting
                     5  Install packages  node-121 for 15 s  connecting""");
    }

    @Test
    void aNarrowTerminalHasPlainLines() throws Exception {
        Watched watched = on(40, 24);
        watched.view().accept(Event.PlayStarted.of(PLAY, List.of(ONE), 1));
        watched.view().accept(new Event.TaskStarted(step(ONE, "Start k3s")));
        pass(watched, 11_000);

        assertThat(watched.text()).isEmpty();
        assertThat(plain.toString())
                .isEqualTo(
                        "\nPLAY [Install K3S] vagrantbox-1\n  waiting: [vagrantbox-1] Start k3s: connecting (11 s)\n");
    }

    @Test
    void aTerminalThatCannotBeOpenedHasPlainLines() throws Exception {
        Terminal terminal = new Terminal(new PrintWriter(plain), new PrintWriter(plain), Ansi.OFF, true);
        LiveView view = new LiveView(
                () -> {
                    throw new IllegalStateException("no terminal");
                },
                terminal,
                new PlainView.Detail(false, 0),
                () -> nanos);
        view.accept(new Event.RunStarted("Up", List.of(ONE), false));
        for (int tries = 0; tries < 500 && !view.ready(); tries++) {
            Thread.sleep(10);
        }
        view.tick();
        view.note(Message.verbatim("Creating lab-1"));

        assertThat(plain.toString()).isEqualTo("Creating lab-1\n");
    }

    @Test
    void aQuestionStandsWhereNothingIsDrawn() throws Exception {
        Watched watched = on(80, 24);
        watched.view().accept(Event.PlayStarted.of(PLAY, List.of(ONE), 1));
        watched.view().accept(new Event.TaskStarted(step(ONE, "Start k3s")));
        pass(watched, 100);
        String seen = watched.view().asking(watched::text);

        assertThat(seen).isEqualTo("\nPLAY [Install K3S] vagrantbox-1");
        pass(watched, 100);
        assertThat(watched.text()).contains("Start k3s");
    }
}
