package dev.k3sdeploy;

import dev.k3sdeploy.k3s.Phase;

/**
 * When in a run a play of the caller's has its turn.
 *
 * <pre>{@code
 * cluster.with(Play.of("Greet", cluster.targets(), new MessageOfTheDay("hello\n")), Moment.after(Phase.READY)).up();
 * }</pre>
 *
 * @param phase of {@link Cluster#up}
 * @param after whether it comes after the phase; else before it
 */
public record Moment(Phase phase, boolean after) {
    /**
     * Just before a phase.
     *
     * @param phase also one that this cluster has nothing to do in
     * @return that moment
     */
    public static Moment before(Phase phase) {
        return new Moment(phase, false);
    }

    /**
     * Just after a phase, when it went well on all machines.
     *
     * @param phase also one that this cluster has nothing to do in
     * @return that moment
     */
    public static Moment after(Phase phase) {
        return new Moment(phase, true);
    }
}
