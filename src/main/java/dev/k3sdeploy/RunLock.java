package dev.k3sdeploy;

import java.time.Duration;

/**
 * How a run keeps others from the machines that it changes.
 *
 * @param command what the others are told that is being done
 * @param patience how long to wait for a run that has the machines already
 */
public record RunLock(String command, Duration patience) {
    /** For a program that says nothing of itself, and does not wait. */
    public static final RunLock DEFAULT = new RunLock("a program with k3sdeploy", Duration.ZERO);
}
