package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Tolerance;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.local.LocalConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a run waits for. */
class StragglersTest {
    private static final Target SERVER = new Target("server");
    private static final Target AGENT = new Target("agent");
    private static final Target OTHER = new Target("other");
    private static final CompletableFuture<String> HERE = CompletableFuture.completedFuture("session");
    private static final CompletableFuture<String> LOST =
            CompletableFuture.failedFuture(new UnreachableException("no route", ""));

    /** Machines that say nothing. */
    private record Silent(List<Target> targets) implements MachineOpener {
        @Override
        public RootSession open(Target target, @Nullable Claim claim) {
            throw new AssertionError("nobody is connected to here");
        }

        @Override
        public Optional<UnreachableException> silence(Target target, Duration waited) {
            return targets.contains(target)
                    ? Optional.of(
                            new UnreachableException(target + " said nothing for " + waited.toSeconds() + " s", ""))
                    : Optional.empty();
        }
    }

    private static Stragglers stragglers(int most, Target... silent) {
        return new Stragglers(Optional.of(tolerance(most)), new Silent(List.of(silent)));
    }

    private static Tolerance tolerance(int most) {
        return new Tolerance(most, target -> !target.equals(SERVER), new Tolerance.Listener() {
            @Override
            public void wentOnWithout(List<Target> lost, int some) {}

            @Override
            public void stopped(List<Target> lost, int some) {}
        });
    }

    private static Map<Target, CompletableFuture<String>> machines(
            CompletableFuture<String> server, CompletableFuture<String> agent, CompletableFuture<String> other) {
        Map<Target, CompletableFuture<String>> machines = new LinkedHashMap<>();
        machines.put(SERVER, server);
        machines.put(AGENT, agent);
        machines.put(OTHER, other);
        return machines;
    }

    private static CompletableFuture<String> missing() {
        return new CompletableFuture<>();
    }

    @Test
    void oneThatSaysNothingIsNotWaitedForWhenAllOthersAreThere() {
        Map<Target, UnreachableException> left =
                stragglers(1, AGENT).among(machines(HERE, missing(), HERE), Duration.ofSeconds(4));
        assertThat(left).containsOnlyKeys(AGENT);
        assertThat(left.get(AGENT)).hasMessage("agent said nothing for 4 s");
    }

    @Test
    void butFourSecondsItHas() {
        assertThat(stragglers(1, AGENT).among(machines(HERE, missing(), HERE), Duration.ofMillis(3999)))
                .isEmpty();
    }

    @Test
    void norIsSeveralsSilenceAReason() {
        assertThat(stragglers(2, AGENT, OTHER).among(machines(HERE, missing(), missing()), Stragglers.PATIENCE))
                .containsOnlyKeys(AGENT, OTHER);
        assertThat(stragglers(1, AGENT, OTHER).among(machines(HERE, missing(), missing()), Stragglers.PATIENCE))
                .as("more than may be lost")
                .isEmpty();
        assertThat(stragglers(1, AGENT).among(machines(HERE, missing(), LOST), Stragglers.PATIENCE))
                .as("with one that is lost already")
                .isEmpty();
    }

    @Test
    void asLongAsAnotherOneIsWaitedForAllAre() {
        assertThat(stragglers(1, AGENT).among(machines(HERE, missing(), missing()), Stragglers.PATIENCE))
                .isEmpty();
    }

    @Test
    void aServerAlwaysIs() {
        assertThat(stragglers(3, SERVER).among(machines(missing(), HERE, HERE), Stragglers.PATIENCE))
                .isEmpty();
        assertThat(stragglers(3, SERVER, AGENT).among(machines(missing(), missing(), HERE), Stragglers.PATIENCE))
                .isEmpty();
    }

    @Test
    void soAreAllWhereNoneMayBeLost() {
        Stragglers none = new Stragglers(Optional.empty(), new Silent(List.of(AGENT)));
        assertThat(none.among(machines(HERE, missing(), HERE), Duration.ofMinutes(1)))
                .isEmpty();
    }

    /** It may hold the machine's lock, which another run would wait for. */
    @Test
    void whoComesTooLateIsLetGo() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (GatheredSessions sessions = new GatheredSessions(
                target -> {
                    if (target.equals(AGENT)) {
                        LateConnection.awaitUninterrupted(answers);
                        return RootSession.open(new LateConnection(new LocalConnection(), closed), Become.NO);
                    }
                    return RootSession.open(new LocalConnection(), Become.NO);
                },
                8,
                stragglers(1, AGENT),
                new Interruption())) {
            sessions.ready(List.of(SERVER, AGENT));
            assertThat(sessions.reached()).containsExactly(SERVER);
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> sessions.open(AGENT))
                    .withMessageContaining("agent said nothing");
            answers.countDown();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
