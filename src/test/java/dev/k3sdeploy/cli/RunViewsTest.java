package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Redaction;
import dev.k3sdeploy.remote.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No view of a run learns a secret. */
class RunViewsTest {
    private static final String SECRET = "correct-horse-battery";
    private static final Target NODE = new Target("node-1");
    private static final Step STEP = new Step("Join", NODE, "Write /etc/x");

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        List<TaskResult> results = new ArrayList<>();
        events.add(new Event.RunStarted("Up", List.of(NODE), false));
        events.add(Event.PlayStarted.of("Join", List.of(NODE), 1));
        events.add(new Event.TaskStarted(STEP));
        events.add(new Event.Waiting(STEP, "saw " + SECRET));
        Command command = Command.script("echo " + SECRET);
        events.add(new Event.CommandStarted(STEP, NODE, command));
        events.add(new Event.CommandEnded(
                STEP, NODE, command, CommandResult.of(0, SECRET, "error " + SECRET), Duration.ZERO));
        for (Outcome outcome : List.of(
                new Outcome.Ok("is " + SECRET),
                new Outcome.Changed(Diff.of("to " + SECRET, "/etc/x", "old " + SECRET, "new " + SECRET)),
                new Outcome.WouldChange(Diff.of("to " + SECRET, "/etc/x", "old " + SECRET, "new " + SECRET)),
                new Outcome.Skipped("for " + SECRET),
                new Outcome.Failed(new K3sDeployException("said " + SECRET, "not " + SECRET)),
                new Outcome.Unreachable(new UnreachableException("said " + SECRET, "not " + SECRET)))) {
            TaskResult result = new TaskResult("Join", NODE, "Write /etc/x", outcome, Duration.ZERO);
            results.add(result);
            events.add(new Event.TaskEnded(result));
        }
        events.add(new Event.RunEnded(new Report(results, List.of(NODE), false, Duration.ZERO)));
        return events;
    }

    private static void tell(RunView view) {
        RunViews views = new RunViews(List.of(view));
        views.hide(Redaction.of(List.of(Secret.of(SECRET))));
        events().forEach(views);
        views.note(Message.verbatim("note " + SECRET));
        views.warning(new InputProblem("inv.yml", 1, 1, "is " + SECRET, "not " + SECRET));
        views.problem(new K3sDeployException("said " + SECRET, "not " + SECRET));
        views.close();
    }

    @Test
    void thePlainViewKnowsNone() {
        MadeUpRun run = new MadeUpRun();
        tell(new PlainView(run.terminal(false), new PlainView.Detail(true, 2)));

        assertThat(run.out + "" + run.err)
                .contains("$ echo •••", "| •••", "! error •••", "+new •••", "said •••", "note •••")
                .doesNotContain(SECRET);
    }

    @Test
    void programsLearnNone() {
        MadeUpRun run = new MadeUpRun();
        tell(new JsonView(run.terminal(false), 2));

        assertThat(run.out.toString())
                .contains("echo •••", "new •••", "said •••")
                .doesNotContain(SECRET);
    }

    @Test
    void thePageHasNone() {
        ReportContent content = new ReportContent(InstantSource.system());
        tell(content);

        assertThat(new ReportPage(content, ZoneOffset.UTC).html())
                .contains("new •••", "said •••", "note •••")
                .doesNotContain(SECRET);
    }
}
