package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.time.Duration;

/**
 * Closes a connection on which nothing is heard any more, not even the answers to keepalives. Trap: sshj's own keepalive
 * waits in line behind a write, and on a dead line a write waits for the system to give up, which takes 15 minutes.
 */
final class DeadLineWatch implements AutoCloseable {
    private final Line line;
    private final Duration longestSilence;
    private final Thread thread;
    private volatile boolean foundDead;

    DeadLineWatch(Line line, Duration longestSilence, String machine) {
        this.line = line;
        this.longestSilence = longestSilence;
        thread = new Thread(this::watch, "k3sdeploy ssh watch " + machine);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!line.isClosed()) {
                Duration left = longestSilence.minus(line.silence());
                if (left.isNegative() || left.isZero()) {
                    foundDead = true;
                    line.close();
                    return;
                }
                Thread.sleep(Math.max(left.toMillis(), 1));
            }
        } catch (InterruptedException | IOException e) {
            // The connection is closed by others.
        }
    }

    /** Whether this closed the connection. */
    boolean foundDead() {
        return foundDead;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
