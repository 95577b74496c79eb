package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run that may lose some of its machines. */
class ToleranceTest {
    private static final Target SERVER = new Target("server");
    private static final Target ONE = new Target("one");
    private static final Target TWO = new Target("two");
    private static final List<Target> ALL = List.of(SERVER, ONE, TWO);

    private final FakeSessions sessions = new FakeSessions();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<String> told = new ArrayList<>();

    @Test
    void belowItTheOthersGoOnToTheEndAndWhoIsLeftOutIsTold() {
        sessions.without(TWO);

        Report report = run(1, Play.of("first", ALL, task("a")), Play.of("second", ALL, task("b"), task("c")));

        assertThat(done).contains("server c", "one c").doesNotContain("two a", "two b");
        assertThat(told).containsExactly("without two of 1");
        assertThat(report.countsByTarget().get(TWO)).isEqualTo(new Counts(0, 0, 0, 0, 0, 1));
        assertThat(report.succeeded()).isFalse();
        assertThat(sessions.opened()).as("nobody tries it again").containsOnlyOnce(TWO);
    }

    @Test
    void aPlayForLostMachinesOnlyIsPassedOver() {
        sessions.without(TWO);

        run(1, Play.of("first", ALL, task("a")), Play.of("second", List.of(TWO), task("b")), last());

        assertThat(done).contains("server z").doesNotContain("two b");
    }

    @Test
    void moreThanThatAndNoFurtherTaskBeginsAnywhere() {
        sessions.without(ONE).without(TWO);

        Report report = run(
                1,
                Play.titled("first")
                        .on(ONE, task("a"))
                        .on(TWO, task("a"))
                        .on(SERVER, task("a"))
                        .build(),
                last());

        assertThat(done).isEmpty();
        assertThat(told).containsExactly("stopped by one, two of 1");
        assertThat(report.counts().unreachable()).isEqualTo(2);
    }

    @Test
    void noneAtAllStopsAtTheFirst() {
        sessions.without(ONE);

        run(0, Play.titled("first").on(ONE, task("a")).on(TWO, task("a")).build());

        assertThat(done).isEmpty();
        assertThat(told).containsExactly("stopped by one of 0");
    }

    @Test
    void aServerIsNeverDoneWithout() {
        sessions.without(SERVER);

        run(2, Play.of("first", ALL, task("a")), last());

        assertThat(done).containsExactlyInAnyOrder("one a", "two a");
        assertThat(told).isEmpty();
    }

    @Test
    void aMachineWithAFailureIsNotDoneWithoutEither() {
        Task failing = new FakeTask("fail", host -> {
            throw new K3sDeployException("no", "");
        });

        run(2, Play.titled("first").on(ONE, failing).on(TWO, task("a")).build(), last());

        assertThat(done).containsExactly("two a");
        assertThat(told).isEmpty();
    }

    /** A node that goes away while it gets another version may have gone because of it. */
    @Test
    void aMachineThatIsLostInItsTurnEndsTheRun() {
        Task goes = new FakeTask(
                "upgrade",
                host -> new Verdict.InTurn(Verdict.drift(
                        "upgrade", machine -> machine.peer(new Target("gone")).run(Command.of("true")))));
        sessions.without(new Target("gone"));

        run(2, Play.titled("first").on(ONE, goes).build(), last());

        assertThat(done).isEmpty();
        assertThat(told).isEmpty();
    }

    /** What was foreseen with the machine is looked at again without it. */
    @Test
    void tasksKnowWhoIsLeftOut() {
        sessions.of(TWO).on("cat /up").says("up");
        Task asksAll = new FakeTask("all", host -> {
            List<Target> there = ALL.stream()
                    .filter(each -> !host.isLeftOut(each))
                    .filter(each -> each.equals(host.target())
                            || !host.peer(each)
                                    .ask(Command.of("cat", "/up"))
                                    .text()
                                    .isEmpty())
                    .toList();
            return Verdict.inPlace("there: " + there);
        });
        sessions.of(ONE).on("cat /up").says("up");
        Task dies = new FakeTask("die", host -> {
            throw new dev.k3sdeploy.problem.UnreachableException("two has gone", "");
        });

        Report report = run(
                1,
                Play.of("first", ALL, asking()),
                Play.titled("second").on(ONE, task("b")).on(TWO, dies).build(),
                Play.of("last", List.of(SERVER), asksAll));

        assertThat(report.results().get(report.results().size() - 1).outcome())
                .isEqualTo(new Outcome.Ok("there: [server, one]"));
    }

    /** As the first server does when it waits for nodes: an agent that dies meanwhile is the agent's matter. */
    @Test
    void aMachineThatIsLostWhileAnotherOneAsksItIsLeftOutAndTheTaskGoesOn() {
        sessions.without(TWO);

        Report report =
                run(1, Play.of("wait", List.of(SERVER), asksAll()), Play.of("later", List.of(TWO), task("b")), last());

        assertThat(told).containsExactly("without two of 1");
        assertThat(done).containsExactly("server z");
        assertThat(report.countsByTarget().get(TWO)).isEqualTo(new Counts(0, 0, 0, 0, 0, 1));
        assertThat(report.countsByTarget().get(SERVER)).isEqualTo(new Counts(2, 0, 0, 0, 0, 0));
        assertThat(report.succeeded()).isFalse();
    }

    @Test
    void aMachineThatIsLostWhileAnotherOneAsksItCounts() {
        sessions.without(ONE).without(TWO);

        run(1, Play.of("wait", List.of(SERVER), asksAll()), last());

        assertThat(told).containsExactly("without one of 1", "stopped by one, two of 1");
        assertThat(done).isEmpty();
    }

    private Task asksAll() {
        ALL.forEach(each -> sessions.of(each).on("cat /up").says("up"));
        return new FakeTask("all", host -> {
            ALL.stream()
                    .filter(each -> !host.isLeftOut(each))
                    .forEach(each -> host.peer(each).ask(Command.of("cat", "/up")));
            return Verdict.inPlace("asked");
        });
    }

    private Task asking() {
        return new FakeTask("ask", host -> {
            sessions.of(host.target()).on("cat /up").says("up");
            return Verdict.inPlace(host.ask(Command.of("cat", "/up")).text());
        });
    }

    private Play last() {
        return Play.of("last", List.of(SERVER), task("z"));
    }

    private Task task(String title) {
        return new FakeTask(title, host -> {
            sessions.of(host.target()).on("id").says("0");
            host.ask(Command.of("id"));
            done.add(host.target() + " " + title);
            return Verdict.inPlace("done");
        });
    }

    /** One after the other, so that what has begun already is no matter of luck. */
    private Report run(int most, Play... plays) {
        Tolerance tolerance = new Tolerance(most, target -> !target.equals(SERVER), new Tolerance.Listener() {
            @Override
            public void wentOnWithout(List<Target> lost, int of) {
                told.add("without " + names(lost) + " of " + of);
            }

            @Override
            public void stopped(List<Target> lost, int of) {
                told.add("stopped by " + names(lost) + " of " + of);
            }
        });
        return new Runner(
                        sessions, new Runner.Options(false, 1, Optional.of(tolerance)), event -> {}, new Interruption())
                .run(Playbook.of("book", plays));
    }

    private static String names(List<Target> targets) {
        return String.join(", ", targets.stream().map(Target::name).toList());
    }
}
