package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is silent, and who did not listen. */
class DeadLineWatchTest {
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private final LineClock clock = new LineClock();

    /** Says nothing, and tells when it is closed. */
    private static final class Silent implements Line {
        private final long began = System.nanoTime();
        private final CompletableFuture<Long> closed = new CompletableFuture<>();

        @Override
        public Duration silence() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        @Override
        public boolean isClosed() {
            return closed.isDone();
        }

        @Override
        public void close() {
            closed.complete(System.nanoTime());
        }
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        Silent line = new Silent();
        DeadLineWatch watch = DeadLineWatch.on(line, PATIENCE, clock);
        assertThat(line.closed.get(30, TimeUnit.SECONDS) - line.began)
                .isGreaterThan(PATIENCE.minusMillis(10).toNanos());
        assertThat(watch.foundDead()).isTrue();
    }

    /** Seen with SIGSTOP for 25 s, as by Ctrl-Z: all machines were lost though none had been asked anything. */
    @Test
    void whileThisProgramStandsStillNobodyIsSilent() throws Exception {
        Silent line = new Silent();
        DeadLineWatch watch = DeadLineWatch.on(line, PATIENCE, clock);
        CompletableFuture<Long> goesOn = new CompletableFuture<>();
        clock.begin(() -> {
            sleep(PATIENCE.multipliedBy(3));
            goesOn.complete(System.nanoTime());
            return null;
        });
        assertThat(line.closed.get(30, TimeUnit.SECONDS) - goesOn.get())
                .as("the patience begins anew")
                .isGreaterThan(PATIENCE.minusMillis(10).toNanos());
        assertThat(watch.foundDead()).isTrue();
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
