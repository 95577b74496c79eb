package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Plays in order, machines at once, and what happens when one is lost. */
class RunnerTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");
    private static final Target C = new Target("c");

    private final FakeSessions sessions = new FakeSessions();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void playsRunInOrderAndAMachinesTasksInOrder() {
        Report report =
                run(Play.of("one", List.of(A), task("1"), task("2")), Play.of("two", List.of(A), task("3"), task("4")));

        assertThat(done).containsExactly("a 1", "a 2", "a 3", "a 4");
        assertThat(report.succeeded()).isTrue();
        assertThat(report.results()).extracting(TaskResult::task).containsExactly("1", "2", "3", "4");
        assertThat(report.results()).extracting(TaskResult::play).containsExactly("one", "one", "two", "two");
    }

    @Test
    void theSecondPlayStartsWhenAllMachinesHaveEndedTheFirst() {
        run(Play.of("one", List.of(A, B, C), task("1")), Play.of("two", List.of(A, B, C), task("2")));

        assertThat(done.subList(0, 3)).containsExactlyInAnyOrder("a 1", "b 1", "c 1");
        assertThat(done.subList(3, 6)).containsExactlyInAnyOrder("a 2", "b 2", "c 2");
    }

    @Test
    void resultsComeInTheOrderOfTheMachines() {
        Report report = run(Play.of("one", List.of(C, A, B), task("1")));

        assertThat(report.targets()).containsExactly(C, A, B);
        assertThat(report.results()).extracting(TaskResult::target).containsExactly(C, A, B);
    }

    @Test
    void aMachineStopsAtItsFirstFailureAndTheOthersGoOn() {
        Report report = run(Play.titled("one")
                .on(A, failing("1"), task("2"))
                .on(B, task("1"), task("2"))
                .build());

        assertThat(done).containsExactlyInAnyOrder("b 1", "b 2");
        assertThat(report.countsByTarget().get(A)).isEqualTo(new Counts(0, 0, 0, 0, 1, 0));
        assertThat(report.countsByTarget().get(B)).isEqualTo(new Counts(2, 0, 0, 0, 0, 0));
        assertThat(report.succeeded()).isFalse();
    }

    @Test
    void aPlayThatLostAMachineIsTheLast() {
        Report report = run(
                Play.titled("one").on(A, failing("1")).on(B, task("1")).build(), Play.of("two", List.of(B), task("2")));

        assertThat(done).containsExactly("b 1");
        assertThat(report.results()).extracting(TaskResult::play).containsOnly("one");
        assertThat(report.problems()).extracting(TaskResult::target).containsExactly(A);
    }

    @Test
    void driftInCheckModeStopsNothing() {
        Task drift = new FakeTask(
                "drift",
                host -> Verdict.drift("write", machine -> {
                    throw new AssertionError("a fix in check mode");
                }));

        Report report = runner(new Runner.Options(true, 2), new Interruption())
                .run(playbook(Play.of("one", List.of(A), drift, drift), Play.of("two", List.of(A), drift)));

        assertThat(report.counts()).isEqualTo(new Counts(0, 0, 3, 0, 0, 0));
    }

    @Test
    void aMachineThatCannotBeReachedIsUnreachableAndNotFailed() {
        sessions.without(A);

        Report report = run(Play.of("one", List.of(A), asking("uptime"), task("2")));

        assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 1));
        assertThat(((Outcome.Unreachable) report.results().get(0).outcome())
                        .problem()
                        .summary())
                .isEqualTo("a does not answer");
    }

    @Test
    void aCommandThatFailsIsFailedWithCommandStatusAndErrors() {
        sessions.of(A).on("mkfs").ends(3, "", "no such disk\n");

        Report report = run(Play.of("one", List.of(A), changing(Command.of("mkfs"))));

        assertThat(TaskTrial.problem(report.results().get(0).outcome()).summary())
                .isEqualTo("On a, a command ended with status 3: no such disk" + System.lineSeparator()
                        + "The command: mkfs");
    }

    @Test
    void aFullDiskGetsAdvice() {
        sessions.of(A).on("cp").ends(1, "", "cp: error writing 'x': No space left on device\n");

        Report report = run(Play.of("one", List.of(A), changing(Command.of("cp"))));

        assertThat(TaskTrial.problem(report.results().get(0).outcome()).hint()).contains("disk is full", "df -h");
    }

    @Test
    void eachMachineIsConnectedToOnceInARun() {
        sessions.of(A).on("uptime").succeeds();

        run(
                Play.of("one", List.of(A), asking("uptime"), asking("uptime")),
                Play.of("two", List.of(A), asking("uptime")));

        assertThat(sessions.opened()).containsExactly(A);
        assertThat(sessions.of(A).commands()).hasSize(3);
    }

    @Test
    void aMachineThatNoTaskAsksIsNotConnectedTo() {
        run(Play.of("one", List.of(A), FakeTask.inPlace("look here")));

        assertThat(sessions.opened()).isEmpty();
    }

    @Test
    void sessionsAreClosedAtTheEnd() {
        sessions.of(A).on("uptime").succeeds();
        sessions.of(B).on("uptime").succeeds();

        run(Play.of("one", List.of(A, B), asking("uptime")));

        assertThat(sessions.allClosed()).isTrue();
    }

    @Test
    void aPeerIsAskedThroughItsOwnSessionWhichIsSharedWithItsOwnTasks() {
        sessions.of(A).on("cat token").says("K10");
        Task join = new FakeTask(
                "join",
                host -> Verdict.inPlace(
                        host.peer(A).ask(Command.script("cat token")).text()));

        Report report =
                run(Play.titled("one").on(A, asking("cat token")).on(B, join).build());

        assertThat(report.results().get(1).outcome()).isEqualTo(new Outcome.Ok("K10"));
        assertThat(sessions.opened()).containsExactly(A);
    }

    @Test
    void aPeerThatCannotBeReachedFailsTheAskerAsUnreachableAndIsTriedOnce() {
        sessions.without(A);
        Task join = new FakeTask(
                "join",
                host -> Verdict.inPlace(host.peer(A).ask(Command.script("x")).text()));

        Report report = run(Play.of("one", List.of(B, C), join));

        assertThat(report.counts().unreachable()).isEqualTo(2);
        assertThat(sessions.opened()).containsExactly(A);
    }

    @Test
    void aBugInATaskIsThrownAndTheSessionsAreClosed() {
        sessions.of(A).on("uptime").succeeds();
        Task buggy = new FakeTask("buggy", host -> {
            host.ask(Command.of("uptime"));
            throw new IllegalArgumentException("index 7");
        });

        assertThatThrownBy(() -> run(Play.of("one", List.of(A), buggy)))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("index 7");
        assertThat(sessions.allClosed()).isTrue();
    }

    @Test
    void anEmptyPlaybookSucceeds() {
        Report report = run();

        assertThat(report.succeeded()).isTrue();
        assertThat(report.results()).isEmpty();
        assertThat(events).hasSize(2);
    }

    @Test
    void eventsTellTheRunInOrder() {
        sessions.of(A).on("uptime").says("1 day");

        Report report = run(Play.of("one", List.of(A), asking("uptime")));

        Step step = new Step("one", A, "ask uptime");
        Command uptime = Command.script("uptime");
        Event.CommandEnded ended = (Event.CommandEnded) events.get(4);
        assertThat(Objects.requireNonNull(ended.result()).text()).isEqualTo("1 day");
        assertThat(events)
                .containsExactly(
                        new Event.RunStarted("book", List.of(A), false),
                        Event.PlayStarted.of("one", List.of(A), 1),
                        new Event.TaskStarted(step),
                        new Event.CommandStarted(step, A, uptime),
                        ended,
                        new Event.TaskEnded(report.results().get(0)),
                        new Event.RunEnded(report));
    }

    @Test
    void checkModeIsToldAtTheStart() {
        runner(new Runner.Options(true, 1), new Interruption()).run(playbook());

        assertThat(events.get(0)).isEqualTo(new Event.RunStarted("book", List.of(), true));
    }

    private Task task(String title) {
        return new FakeTask(title, host -> {
            done.add(host.target() + " " + title);
            return Verdict.inPlace("done");
        });
    }

    private static Task failing(String title) {
        return new FakeTask(title, host -> {
            throw new K3sDeployException("no", "");
        });
    }

    private static Task asking(String command) {
        return new FakeTask(
                "ask " + command,
                host -> Verdict.inPlace(host.ask(Command.script(command)).text()));
    }

    private static Task changing(Command command) {
        return new FakeTask("change", host -> Verdict.drift("change", machine -> machine.run(command)));
    }

    private Report run(Play... plays) {
        return runner(new Runner.Options(false, 4), new Interruption()).run(playbook(plays));
    }

    private Runner runner(Runner.Options options, Interruption interruption) {
        return new Runner(sessions, options, events::add, interruption);
    }

    private static Playbook playbook(Play... plays) {
        return Playbook.of("book", plays);
    }
}
