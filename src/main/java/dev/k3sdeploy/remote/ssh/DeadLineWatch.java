package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.time.Duration;

/**
 * Closes a connection on which nothing is heard any more, not even the answers to keepalives. Trap: sshj's own keepalive
 * waits in line behind a write, and on a dead line a write waits for the system to give up, which takes 15 minutes.
 */
final class DeadLineWatch implements AutoCloseable {
    /** Between two keepalives. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Three keepalives unanswered. */
    private static final Duration LONGEST_SILENCE = INTERVAL.multipliedBy(3);

    private final LiveSocket socket;
    private final Thread thread;

    DeadLineWatch(LiveSocket socket, String machine) {
        this.socket = socket;
        thread = new Thread(this::watch, "k3sdeploy ssh watch " + machine);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!socket.isClosed()) {
                Duration left = LONGEST_SILENCE.minus(socket.silence());
                if (left.isNegative() || left.isZero()) {
                    socket.close();
                    return;
                }
                Thread.sleep(Math.max(left.toMillis(), 1));
            }
        } catch (InterruptedException | IOException e) {
            // The connection is closed by others.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
