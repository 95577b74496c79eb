package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the same time, and what a wish to stop does to it. */
@Timeout(30)
class RunnerThreadsTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");
    private static final Target C = new Target("c");
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final FakeSessions sessions = new FakeSessions();
    private final Interruption interruption = new Interruption();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theMachinesOfAPlayRunAtTheSameTime() {
        CyclicBarrier allHere = new CyclicBarrier(3);
        Task meet = new FakeTask("meet", host -> {
            await(allHere);
            return Verdict.inPlace("met");
        });

        assertThat(run(3, event -> {}, Play.of("one", List.of(A, B, C), meet))
                        .counts()
                        .ok())
                .isEqualTo(3);
    }

    @Test
    void neverMoreMachinesAtOnceThanForks() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier pairs = new CyclicBarrier(2);
        Task count = new FakeTask("count", host -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await(pairs);
            now.decrementAndGet();
            return Verdict.inPlace("counted");
        });
        List<Target> four = List.of(A, B, C, new Target("d"));

        run(2, event -> {}, Play.of("one", four, count));

        assertThat(most).hasValue(2);
    }

    @Test
    void listenersHearOneEventAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger collisions = new AtomicInteger();
        Consumer<Event> listener = event -> {
            if (inside.incrementAndGet() > 1) {
                collisions.incrementAndGet();
            }
            inside.decrementAndGet();
        };
        Task[] many = Collections.nCopies(50, FakeTask.inPlace("look")).toArray(Task[]::new);

        run(3, listener, Play.of("one", List.of(A, B, C), many));

        assertThat(collisions).hasValue(0);
    }

    @Test
    void askedToStopBeforeItsStartARunDoesNothing() {
        interruption.request();

        Report report = run(1, event -> {}, Play.of("one", List.of(A), noting("1")));

        assertThat(done).isEmpty();
        assertThat(report.interrupted()).isTrue();
        assertThat(report.succeeded()).isFalse();
        assertThat(report.targets()).containsExactly(A);
    }

    @Test
    void aWishToStopLetsTheRunningTaskEndAndStartsNoOther() {
        Task stopper = new FakeTask(
                "stop",
                host -> Verdict.drift("write", machine -> {
                    interruption.request();
                    done.add("fixed");
                }));
        Task fixed = new FakeTask("once", host -> done.contains("fixed") ? Verdict.inPlace("so") : stopper.check(host));

        Report report = run(
                1,
                event -> {},
                Play.of("one", List.of(A), fixed, noting("2")),
                Play.of("two", List.of(A), noting("3")));

        assertThat(done).containsExactly("fixed");
        assertThat(report.counts()).isEqualTo(new Counts(0, 1, 0, 0, 0, 0));
        assertThat(report.interrupted()).isTrue();
    }

    @Test
    void aWishToStopEndsAWaitOnAnotherMachine() {
        Patience long_ = new Patience(Duration.ofHours(1), Duration.ofMillis(1));
        Task waiting = new FakeTask("wait", host -> new Verdict.Pending("not yet", long_));
        Consumer<Event> stopAtTheFirstWait = event -> {
            if (event instanceof Event.Waiting) {
                interruption.request();
            }
        };

        Report report = run(2, stopAtTheFirstWait, Play.of("one", List.of(A, B), waiting));

        assertThat(report.counts())
                .isEqualTo(new Counts(0, 0, 0, report.results().size(), 0, 0));
        assertThat(report.interrupted()).isTrue();
    }

    @Test
    void anInterruptOfTheCallerIsAWishToStopAndStaysVisible() {
        Thread caller = Thread.currentThread();
        CountDownLatch requested = new CountDownLatch(1);
        Task interrupting = new FakeTask("interrupt", host -> {
            caller.interrupt();
            for (int i = 0; i < 20_000 && !interruption.requested(); i++) {
                pause();
            }
            requested.countDown();
            return Verdict.inPlace("ended in peace");
        });

        Report report = run(1, event -> {}, Play.of("one", List.of(A), interrupting, noting("2")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(requested.getCount()).isZero();
        assertThat(report.interrupted()).isTrue();
        assertThat(report.results()).extracting(TaskResult::outcome).containsExactly(new Outcome.Ok("ended in peace"));
        assertThat(done).isEmpty();
    }

    @Test
    void bytesSentAreTold() {
        sessions.of(A).on("cat >file").succeeds();
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Task sending = new FakeTask(
                "send",
                host -> done.isEmpty()
                        ? Verdict.drift("send", machine -> {
                            machine.stream(Command.script("cat >file"), new Bytes("hello"));
                            done.add("sent");
                        })
                        : Verdict.inPlace("there"));

        run(1, events::add, Play.of("one", List.of(A), sending));

        assertThat(events).contains(new Event.Progress(new Step("one", A, "send"), 5, 5));
        assertThat(sessions.of(A).inputs()).containsExactly("hello");
    }

    private Task noting(String title) {
        return new FakeTask(title, host -> {
            done.add(title);
            return Verdict.inPlace("noted");
        });
    }

    private Report run(int forks, Consumer<Event> listener, Play... plays) {
        return new Runner(sessions, new Runner.Options(false, forks), listener, interruption)
                .run(Playbook.of("book", plays));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the machines did not run at the same time", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError("a running task was interrupted", e);
        }
    }
}
