package dev.k3sdeploy.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Clock {
    private Clock() {}

    /** {@code 42 s}, {@code 3 min 05 s}. */
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }

    /** {@code 1.5 s}. */
    static String exact(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
