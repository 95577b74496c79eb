package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which nothing is heard any more, not even the answers to keepalives. Trap: a keepalive waits in
 * line behind a write, and on a dead line a write waits for the system to give up, which takes 15 minutes.
 */
final class DeadLineWatch implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Line line;
    private final Duration longestSilence;
    private final LineClock clock;
    private volatile boolean foundDead;
    private volatile boolean ended;

    private DeadLineWatch(Line line, Duration longestSilence, LineClock clock) {
        this.line = line;
        this.longestSilence = longestSilence;
        this.clock = clock;
    }

    static DeadLineWatch on(Line line, Duration longestSilence, LineClock clock) {
        DeadLineWatch watch = new DeadLineWatch(line, longestSilence, clock);
        clock.begin(watch::look);
        return watch;
    }

    private @Nullable Duration look() {
        if (ended || line.isClosed()) {
            return null;
        }
        Duration left = longestSilence.minus(line.silence());
        if (left.compareTo(SHORTEST) >= 0) {
            return left;
        }
        foundDead = true;
        clock.aside(this::closeLine);
        return null;
    }

    private void closeLine() {
        try {
            line.close();
        } catch (IOException e) {
            // It is closed by others.
        }
    }

    /** Whether this closed the connection. */
    boolean foundDead() {
        return foundDead;
    }

    @Override
    public void close() {
        ended = true;
    }
}
