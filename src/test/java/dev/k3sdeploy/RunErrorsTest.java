package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.LockedException;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that meet on machines: shells of this one, with a lock for each. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class RunErrorsTest {
    private static final Target DOWN = new Target("down");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Interruption interruption = new Interruption();
    private final List<String> notes = new ArrayList<>();

    private RootSession open(Target target, @org.jspecify.annotations.Nullable Claim claim) {
        if (target.equals(DOWN)) {
            throw new UnreachableException("down does not answer", "Start it");
        }
        Claim asked = Objects.requireNonNull(claim);
        String file = folder.resolve(target.name()).toString();
        return RootSession.open(new LocalConnection(), Become.NO, new Claim(file, asked.run(), asked.owner()));
    }

    private LockedSessions sessions(ThisRun run, Duration patience) {
        return sessions(run, patience, Duration.ofMillis(300), "a");
    }

    private LockedSessions sessions(ThisRun run, Duration patience, Duration grace, String always) {
        return new LockedSessions(
                this::open,
                new LockedSessions.Wish(
                        run, patience, grace, new Target(always), Comparator.comparing(Target::name), 8),
                new Stragglers(Optional.empty(), this::open),
                interruption,
                notes::add);
    }

    private ThisRun run(String who) {
        Claim claim = new Claim(Claim.FILE, who, "k3sdeploy up of " + who + " on laptop (process 4711)");
        return new ThisRun(claim, "");
    }

    private static List<Target> machines(String... names) {
        return Stream.of(names).map(Target::new).toList();
    }

    @Test
    void theSecondRunIsToldAndChangesNothing() {
        try (LockedSessions first = sessions(run("kim"), Duration.ZERO);
                LockedSessions second = sessions(run("lee"), Duration.ZERO)) {
            first.ready(machines("a", "b", "c"));
            LockedException locked = Objects.requireNonNull(
                    catchThrowableOfType(LockedException.class, () -> second.ready(machines("a", "b", "c"))));
            ErrorCatalogue.shows("another-run", locked);
            assertThat(notes).singleElement().asString().contains("Waiting for a, in use by", "kim on laptop", "since");
        }
    }

    @Test
    void runsOnDifferentMachinesOfOneClusterMeetToo() {
        try (LockedSessions first = sessions(run("kim"), Duration.ZERO);
                LockedSessions second = sessions(run("lee"), Duration.ZERO)) {
            first.ready(machines("b"));
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> second.ready(machines("c")));
        }
    }

    @Test
    void whoWaitsGetsItsTurn() {
        LockedSessions first = sessions(run("kim"), Duration.ZERO);
        first.ready(machines("a", "b"));
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> {
            try (LockedSessions waiting = sessions(run("lee"), Duration.ofMinutes(1))) {
                waiting.ready(machines("a", "b"));
                return waiting.open(new Target("b"))
                        .run(Command.of("echo", "on"))
                        .text();
            }
        });
        CompletableFuture<Void> end =
                CompletableFuture.runAsync(first::close, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
        assertThat(second.join()).isEqualTo("on");
        end.join();
    }

    /** What each has first the other one wants next; with two runs that both gave up, nobody would ever get on. */
    @Test
    void ofTwoRunsThatBeginAtOnceOneGetsOn() throws Exception {
        List<List<CompletableFuture<Boolean>>> rounds = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            CountDownLatch start = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(2);
            String[] machines = {"a" + round, "b" + round, "c" + round, "d" + round};
            String[] backwards = {"d" + round, "c" + round, "b" + round, "a" + round};
            rounds.add(
                    List.of(contender(run("kim"), start, end, machines), contender(run("lee"), start, end, backwards)));
        }
        for (List<CompletableFuture<Boolean>> round : rounds) {
            assertThat(List.of(round.get(0).get(), round.get(1).get())).containsExactlyInAnyOrder(true, false);
        }
    }

    private CompletableFuture<Boolean> contender(
            ThisRun run, CountDownLatch start, CountDownLatch end, String... names) {
        CompletableFuture<Boolean> through = new CompletableFuture<>();
        new Thread(() -> {
                    String always =
                            Stream.of(names).min(Comparator.naturalOrder()).orElseThrow();
                    try (LockedSessions sessions = sessions(run, Duration.ZERO, LockedSessions.GRACE, always)) {
                        start.countDown();
                        start.await();
                        boolean got = gets(sessions, names);
                        end.countDown();
                        end.await();
                        through.complete(got);
                    } catch (InterruptedException | RuntimeException e) {
                        through.completeExceptionally(e);
                        end.countDown();
                    }
                })
                .start();
        return through;
    }

    private static boolean gets(LockedSessions sessions, String... names) {
        try {
            sessions.ready(machines(names));
            return true;
        } catch (LockedException e) {
            return false;
        }
    }

    @Test
    void aMachineThatIsDownIsTheTasksMatter() {
        try (LockedSessions sessions = sessions(run("kim"), Duration.ZERO)) {
            sessions.ready(List.of(DOWN, new Target("b")));
            assertThat(sessions.open(new Target("b"))
                            .run(Command.of("echo", "on"))
                            .text())
                    .isEqualTo("on");
            assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> sessions.open(DOWN));
        }
    }

    @Test
    void aMachineThatCameBackIsLockedAgain() {
        try (LockedSessions first = sessions(run("kim"), Duration.ZERO);
                LockedSessions second = sessions(run("lee"), Duration.ZERO)) {
            first.ready(machines("a"));
            first.open(new Target("a")).close();
            first.open(new Target("a"));
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> second.ready(machines("a")));
        }
    }

    @Test
    void anInterruptEndsTheWaiting() {
        try (LockedSessions first = sessions(run("kim"), Duration.ZERO);
                LockedSessions second = sessions(run("lee"), Duration.ofHours(1))) {
            first.ready(machines("a"));
            CompletableFuture<Void> wish = CompletableFuture.runAsync(
                    interruption::request, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
            second.ready(machines("a"));
            wish.join();
            assertThat(notes).singleElement().asString().contains("Waiting for a, in use by");
        }
    }

    /** As one whose packets are dropped: its connection would be given up only after many seconds. */
    @Test
    void anInterruptEndsTheWaitingForAMachineThatSaysNothing() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Target silent = new Target("silent");
        GatheredSessions sessions = new GatheredSessions(
                target -> {
                    if (target.equals(silent)) {
                        LateConnection.awaitUninterrupted(answers);
                    }
                    return RootSession.open(new LateConnection(new LocalConnection(), closed), Become.NO);
                },
                8,
                new Stragglers(Optional.empty(), this::open),
                interruption);
        CompletableFuture<Void> ready =
                CompletableFuture.runAsync(() -> sessions.ready(List.of(silent, new Target("b"))));
        while (sessions.reached().isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(ready).isNotDone();
        interruption.request();
        ready.get(30, TimeUnit.SECONDS);
        assertThat(sessions.reached()).containsExactly(new Target("b"));

        sessions.open(new Target("b"));
        sessions.close();
        answers.countDown();
        assertThat(closed.await(30, TimeUnit.SECONDS))
                .as("the connection that came too late")
                .isTrue();
    }

    /** Its machine has not heard of its end, as when a laptop loses its network and is then switched off. */
    @Test
    void theLockOfARunOfThisMachineThatIsDeadIsTaken() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        ThisRun own = ThisRun.of(new ControlMachine(folder, folder, "kim", java.util.Map.of()), "k3sdeploy up");
        Claim dead = new Claim(Claim.FILE, own.place() + "/" + gone.pid() + "/1", "k3sdeploy up of kim");
        try (LockedSessions hanging = sessions(new ThisRun(dead, ""), Duration.ZERO);
                LockedSessions next = sessions(own, Duration.ZERO)) {
            hanging.ready(machines("a"));
            next.ready(machines("a"));
            assertThat(notes).singleElement().asString().contains("k3sdeploy up of kim, which is gone");
            assertThat(Files.readString(folder.resolve("a")))
                    .contains(own.claim().run());
        }
    }

    @Test
    void aRunSaysWhoseItIs() {
        ControlMachine here =
                new ControlMachine(folder, folder, "kim$(id)\n", java.util.Map.of("COMPUTERNAME", "KIM-PC"));
        assertThat(ThisRun.of(here, "k3sdeploy up").claim().owner())
                .startsWith("k3sdeploy up of kim?(id)? on KIM-PC (process ")
                .endsWith(")");
    }
}
