package dev.k3sdeploy.engine;

import java.time.Duration;

/**
 * How long to wait for something, and how often to look.
 *
 * @param within counted from the first look
 * @param every the pause between two looks
 */
public record Patience(Duration within, Duration every) {
    /**
     * {@return this many seconds, looking again every second}
     *
     * @param within how many seconds
     */
    public static Patience ofSeconds(long within) {
        return new Patience(Duration.ofSeconds(within), Duration.ofMillis(500));
    }
}
