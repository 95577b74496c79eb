package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.OutputLines;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tasks of a run are looked at together, and what is looked at beforehand is never what decides wrongly. */
class ForesightTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");

    private final Map<Target, Counted> machines = new LinkedHashMap<>();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    /** A machine, and how often it was written to. */
    private static final class Counted implements Session {
        private final ScriptedSession script = new ScriptedSession();
        private final AtomicInteger exchanges = new AtomicInteger();

        @Override
        public CommandResult run(Command command) {
            exchanges.incrementAndGet();
            return script.run(command);
        }

        @Override
        public CommandResult run(Command command, OutputLines heard) {
            throw new AssertionError("nothing streams here");
        }

        @Override
        public List<CommandResult> runAll(List<Command> commands) {
            exchanges.incrementAndGet();
            return commands.stream().map(script::run).toList();
        }

        @Override
        public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
            return script.stream(command, stdin, sent);
        }

        @Override
        public void close() {
            script.close();
        }
    }

    private Counted machine(Target target) {
        return machines.computeIfAbsent(target, name -> new Counted());
    }

    private Report run(Play... plays) {
        return new Runner(this::machine, Runner.Options.DEFAULTS, events::add, new Interruption())
                .run(new Playbook("test", List.of(plays)));
    }

    /** The first play of a run connects, and is never foreseen. */
    private Play connecting(Target... targets) {
        for (Target target : targets) {
            machine(target).script.on("hello").succeeds();
        }
        return Play.of("connect", List.of(targets), asking("hello"));
    }

    private static Task asking(String... questions) {
        return new FakeTask("ask " + String.join(", ", questions), host -> {
            for (String question : questions) {
                host.ask(Command.script(question));
            }
            return Verdict.inPlace("asked");
        });
    }

    @Test
    void manyTasksOfManyPlaysCostAsManyExchangesAsTheDeepestCheckHasQuestions() {
        machine(A).script.onMatch("^q\\d+$").succeeds();
        Task[] tasks = IntStream.range(0, 20)
                .mapToObj(i -> asking("q" + i, "q" + (i + 100)))
                .toArray(Task[]::new);

        Report report = run(connecting(A), Play.of("one", List.of(A), tasks), Play.of("two", List.of(A), asking("q7")));

        assertThat(report.countsByTarget()).containsEntry(A, new Counts(22, 0, 0, 0, 0, 0));
        assertThat(machine(A).exchanges).hasValue(1 + 2);
    }

    @Test
    void aQuestionThatSeveralTasksAskIsAskedOnce() {
        machine(A).script.on("nodes").says("3");
        machine(B).script.on("own").says("x");

        run(
                connecting(A, B),
                Play.titled("one")
                        .on(A, asking("nodes"))
                        .on(B, new FakeTask("by the peer", host -> {
                            host.peer(A).ask(Command.script("nodes"));
                            return Verdict.inPlace(
                                    host.ask(Command.script("own")).text());
                        }))
                        .build(),
                Play.of("two", List.of(A), asking("nodes")));

        assertThat(machine(A).script.commands()).containsExactly("hello", "nodes");
        assertThat(machine(B).script.commands()).containsExactly("hello", "own");
    }

    @Test
    void afterAChangeAMachineIsLookedAtAgain() {
        machine(A).script.on("state").says("old").says("new").says("new");
        machine(A).script.on("change").succeeds();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Task second = new FakeTask("second", host -> {
            String state = host.ask(Command.script("state")).text();
            seen.add(state);
            return Verdict.inPlace(state);
        });

        Report report = run(connecting(A), Play.of("one", List.of(A), changing(), second));

        assertThat(last(report, "second")).isEqualTo(new Outcome.Ok("new"));
        assertThat(last(report, "change it")).isInstanceOf(Outcome.Changed.class);
        assertThat(seen).as("foreseen, then seen").containsExactly("old", "new");
    }

    private static Task changing() {
        return new FakeTask(
                "change it",
                host -> host.ask(Command.script("state")).text().equals("new")
                        ? Verdict.inPlace("new")
                        : Verdict.drift("change", machine -> machine.run(Command.script("change"))));
    }

    @Test
    void whatWasLearntFromAMachineThatChangedSinceIsNotUsed() {
        machine(A).script.on("state").says("old").says("new").says("new");
        machine(A).script.on("change").succeeds();
        Task reader = new FakeTask(
                "read it",
                host -> Verdict.inPlace(
                        host.peer(A).ask(Command.script("state")).text()));

        Report report =
                run(connecting(A, B), Play.of("one", List.of(A), changing()), Play.of("two", List.of(B), reader));

        assertThat(last(report, "read it")).isEqualTo(new Outcome.Ok("new"));
    }

    @Test
    void afterAWaitNothingIsTakenForKnown() {
        machine(A).script.on("nodes").says("2 of 3").says("3 of 3");
        Patience patience = new Patience(Duration.ofMinutes(1), Duration.ZERO);
        Task ready = new FakeTask("ready", host -> {
            String nodes = host.ask(Command.script("nodes")).text();
            return nodes.equals("3 of 3") ? Verdict.inPlace(nodes) : new Verdict.Pending(nodes, patience);
        });
        Task labels = new FakeTask(
                "labels",
                host -> Verdict.inPlace(host.ask(Command.script("nodes")).text()));

        Report report = run(connecting(A), Play.of("one", List.of(A), ready, labels));

        assertThat(last(report, "labels")).isEqualTo(new Outcome.Ok("3 of 3"));
        assertThat(events).filteredOn(Event.Waiting.class::isInstance).hasSize(1);
    }

    @Test
    void aFixIsMadeByWhatWasForeseenOnceAndCheckedOnTheMachine() {
        machine(A).script.on("state").says("old").says("new");
        machine(A).script.on("change").succeeds();

        run(connecting(A), Play.of("one", List.of(A), changing()));

        assertThat(machine(A).script.commands()).containsExactly("hello", "state", "change", "state");
    }

    @Test
    void aCheckThatFailsFailsAsItsOwnTask() {
        machine(A).script.on("q").says("bad").says("bad");
        Task failing = new FakeTask("fail", host -> {
            throw new K3sDeployException(
                    "it is " + host.ask(Command.script("q")).text(), "");
        });

        Report report = run(connecting(A), Play.of("one", List.of(A), asking("q"), failing));

        assertThat(TaskTrial.problem(last(report, "fail")).summary()).isEqualTo("it is bad");
        assertThat(last(report, "ask q")).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void machinesThatAreNotConnectedAreLeftToTheirTasks() {
        machine(B).script.on("q").succeeds();

        run(connecting(A), Play.of("one", List.of(B), asking("q")));

        assertThat(machine(B).script.commands()).containsExactly("q");
    }

    @Test
    void aMachineThatIsLostWhileItIsLookedAtIsToldOfByItsTask() {
        Target gone = new Target("gone");
        AtomicInteger questions = new AtomicInteger();
        Counted session = machine(gone);
        session.script.on("hello").succeeds();
        Session failing = new Session() {
            @Override
            public CommandResult run(Command command) {
                if (questions.incrementAndGet() > 1) {
                    throw new UnreachableException("gone does not answer", "Start it");
                }
                return session.run(command);
            }

            @Override
            public CommandResult run(Command command, OutputLines heard) {
                throw new AssertionError();
            }

            @Override
            public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
                throw new AssertionError();
            }

            @Override
            public void close() {
                session.close();
            }
        };
        Runner runner = new Runner(target -> failing, Runner.Options.DEFAULTS, events::add, new Interruption());

        Report report = runner.run(new Playbook(
                "test",
                List.of(
                        Play.of("connect", List.of(gone), asking("hello")),
                        Play.of("one", List.of(gone), asking("a"), asking("b")))));

        assertThat(last(report, "ask a")).isInstanceOf(Outcome.Unreachable.class);
        assertThat(questions).hasValue(3);
    }

    private static Outcome last(Report report, String task) {
        return report.results().stream()
                .filter(result -> result.task().equals(task))
                .reduce((one, other) -> other)
                .orElseThrow()
                .outcome();
    }
}
