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

    /**
     * A look that is late by this part of the patience: it was this program that stood still (Ctrl-Z, a paused virtual
     * machine). It has asked nothing meanwhile, so nobody had anything to answer.
     */
    private static final int STOOD_STILL = 3;

    private final Line line;
    private final Duration longestSilence;
    private final LineClock clock;
    private volatile boolean foundDead;
    private volatile boolean ended;

    /** By {@link System#nanoTime}: since when this program has been able to hear anything, and when it is to look again. */
    private long awake = System.nanoTime();

    private long due = awake;

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
        long now = System.nanoTime();
        if (now - due > longestSilence.dividedBy(STOOD_STILL).toNanos()) {
            awake = now;
        }
        Duration left = longestSilence.minus(shorter(line.silence(), Duration.ofNanos(now - awake)));
        if (left.compareTo(SHORTEST) >= 0) {
            due = now + left.toNanos();
            return left;
        }
        foundDead = true;
        clock.aside(this::closeLine);
        return null;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
