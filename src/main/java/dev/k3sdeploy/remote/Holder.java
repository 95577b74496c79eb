package dev.k3sdeploy.remote;

import java.time.Duration;

/**
 * The run that has the lock of a machine.
 *
 * @param run as its {@link Claim} says
 * @param shell the process on the machine that holds the lock
 * @param held for how long, by the machine's own time since its start, which no clock can set back
 * @param owner as its claim says
 */
public record Holder(String run, long shell, Duration held, String owner) {}
