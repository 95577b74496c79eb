package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** One task on one machine, through the real runner; other machines can be there as peers. */
public final class TaskTrial {
    public static final Target HOST = new Target("node-1");

    private final Map<Target, Supplier<Session>> sessions = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();

    private TaskTrial() {}

    /** On a machine that answers by script. */
    public static TaskTrial on(ScriptedSession host) {
        return new TaskTrial().with(HOST, host);
    }

    /** On a real machine, without sudo. */
    public static TaskTrial on(Supplier<Connection> host) {
        TaskTrial trial = new TaskTrial();
        trial.sessions.put(HOST, () -> RootSession.open(host.get(), Become.NO));
        return trial;
    }

    /** With a peer. */
    public TaskTrial with(Target peer, ScriptedSession machine) {
        sessions.put(peer, machine::opened);
        return this;
    }

    /** With a peer that cannot be reached. */
    public TaskTrial without(Target peer) {
        sessions.put(peer, () -> {
            throw new UnreachableException("Cannot reach " + peer, "");
        });
        return this;
    }

    /** What the task says about the machine; no fix can be run. */
    public Verdict verdict(Task task) {
        return ask(task::check);
    }

    /** A question to the machine. */
    public <T> T ask(Function<Probe, T> question) {
        Survey.Answer<T> answer = Survey.ask(this::open, List.of(HOST), 1, question)
                .values()
                .iterator()
                .next();
        if (answer.problem() != null) {
            throw answer.problem();
        }
        return answer.answered().orElseThrow();
    }

    /** Check, fix, check again. */
    public Outcome run(Task task) {
        return outcome(task, false);
    }

    /** As with {@code --check}. */
    public Outcome predict(Task task) {
        return outcome(task, true);
    }

    private Outcome outcome(Task task, boolean checkOnly) {
        Playbook playbook = Playbook.of("trial", Play.of("trial", List.of(HOST), task));
        Runner runner = new Runner(this::open, new Runner.Options(checkOnly, 1), this::heard, new Interruption());
        return runner.run(playbook).results().get(0).outcome();
    }

    private synchronized void heard(Event event) {
        events.add(event);
    }

    /** What the runs told. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Why a task failed. */
    public static K3sDeployException problem(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.problem();
        }
        throw new AssertionError("expected a failure, not " + outcome);
    }

    private Session open(Target target) {
        Supplier<Session> session = sessions.get(target);
        if (session == null) {
            throw new AssertionError("nobody expected a connection to " + target);
        }
        return session.get();
    }
}
