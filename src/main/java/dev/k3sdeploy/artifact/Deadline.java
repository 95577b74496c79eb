package dev.k3sdeploy.artifact;

import java.time.Duration;

/** A moment after which nothing is waited for, on the clock that nobody sets. */
record Deadline(long nanos) {
    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean passed() {
        return left().isZero();
    }
}
