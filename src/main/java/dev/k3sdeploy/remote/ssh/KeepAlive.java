package dev.k3sdeploy.remote.ssh;

import java.time.Duration;

/**
 * How soon a line is taken for dead, as for ServerAliveInterval and ServerAliveCountMax.
 *
 * @param interval between two questions whether the other side is still there; whole seconds, one at least
 * @param count that many unanswered ones are the end
 */
public record KeepAlive(Duration interval, int count) {
    /** A dead line is noticed within 15 s. */
    public static final KeepAlive DEFAULT = new KeepAlive(Duration.ofSeconds(5), 3);

    /** For how long nothing may be heard. */
    Duration longestSilence() {
        return interval.multipliedBy(count);
    }
}
