package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** A run with every event and every outcome, and a terminal that remembers. */
final class MadeUpRun {
    static final Target ONE = new Target("node-1");
    static final Target LONG = new Target("a-longer-name");

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private final List<Event> events = new ArrayList<>();
    private final List<TaskResult> results = new ArrayList<>();

    Terminal terminal(boolean colours) {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), colours ? Ansi.ON : Ansi.OFF, false);
    }

    Terminal terminal(Locale language) {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), Ansi.OFF, false, language);
    }

    MadeUpRun() {
        List<Target> both = List.of(ONE, LONG);
        events.add(new Event.RunStarted("Cluster lab", both, false));
        events.add(Event.PlayStarted.of("Install K3S", both, 4));
        task("Turn swap off", ONE, new Outcome.Ok("no swap in use"), 10);
        task(
                "Write /etc/x",
                ONE,
                new Outcome.Changed(Diff.of("its content differs", "/etc/x", "a\nold\nb\n", "a\nnew\nb\n")),
                1500);
        task("Install k3s", ONE, new Outcome.WouldChange(Diff.of("new")), 20);
        task("Install curl", ONE, new Outcome.Skipped("only apt is known"), 5);
        events.add(Event.PlayStarted.of("Join", List.of(LONG), 2));
        events.add(new Event.Waiting(new Step("play", LONG, "Wait"), "0 of 2"));
        events.add(new Event.Progress(new Step("play", LONG, "Install k3s"), 10, 100));
        task(
                "Start k3s",
                LONG,
                new Outcome.Failed(new K3sDeployException("It ended\nwith status 1", "See its journal")),
                30);
        task("Look", LONG, new Outcome.Unreachable(new UnreachableException("No answer", "")), 40);
        events.add(new Event.RunEnded(new Report(results, both, false, Duration.ofMillis(12_340))));
    }

    private void task(String title, Target target, Outcome outcome, long millis) {
        events.add(new Event.TaskStarted(new Step("play", target, title)));
        TaskResult result = new TaskResult("play", target, title, outcome, Duration.ofMillis(millis));
        results.add(result);
        events.add(new Event.TaskEnded(result));
    }

    String shownBy(RunView view) {
        events.forEach(view);
        view.close();
        return out.toString();
    }
}
