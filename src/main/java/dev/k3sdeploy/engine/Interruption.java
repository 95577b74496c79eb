package dev.k3sdeploy.engine;

import java.util.ArrayList;
import java.util.List;

/** A wish to stop: running commands end, no new task starts. Thread-safe. */
public final class Interruption {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean requested;

    /** Asks for an end; may be called from any thread, and more than once. */
    public void request() {
        List<Runnable> told;
        synchronized (this) {
            requested = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }

    /** {@return whether somebody has asked for an end} */
    public synchronized boolean requested() {
        return requested;
    }

    /**
     * For what would not end by itself: is called once, and at once where the wish is there already.
     *
     * @param end must return at once and must not throw
     */
    public void whenRequested(Runnable end) {
        synchronized (this) {
            if (!requested) {
                listeners.add(end);
                return;
            }
        }
        end.run();
    }
}
