package dev.k3sdeploy.engine;

/** A wish to stop: running commands end, no new task starts. Thread-safe. */
public final class Interruption {
    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }
}
