package dev.k3sdeploy.k3s;

import java.time.Duration;

/**
 * How another version of K3S gets to the nodes.
 *
 * @param drain whether a node's pods are moved away first, as far as their disruption budgets allow
 * @param drainWithin how long a node may take to be rid of its pods
 * @param agentsAtOnce how many agents are at it at the same time, 1 or more; servers always go one by one
 */
public record Rollout(boolean drain, Duration drainWithin, int agentsAtOnce) {
    /** Drained within five minutes, one agent at a time. */
    public static final Rollout DEFAULTS = new Rollout(true, Duration.ofMinutes(5), 1);
}
