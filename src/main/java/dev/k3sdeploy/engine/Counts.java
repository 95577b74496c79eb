package dev.k3sdeploy.engine;

import java.util.Collection;

/**
 * How many tasks ended in which way.
 *
 * @param ok in place already
 * @param changed brought about
 * @param wouldChange found by check mode
 * @param skipped not tried
 * @param failed not brought about
 * @param unreachable lost with their machine
 */
public record Counts(int ok, int changed, int wouldChange, int skipped, int failed, int unreachable) {
    /**
     * {@return how many of these there are of each kind}
     *
     * @param results of one machine, or of a run
     */
    public static Counts of(Collection<TaskResult> results) {
        return new Counts(
                count(results, Outcome.Ok.class),
                count(results, Outcome.Changed.class),
                count(results, Outcome.WouldChange.class),
                count(results, Outcome.Skipped.class),
                count(results, Outcome.Failed.class),
                count(results, Outcome.Unreachable.class));
    }

    private static int count(Collection<TaskResult> results, Class<? extends Outcome> kind) {
        return (int) results.stream()
                .filter(result -> kind.isInstance(result.outcome()))
                .count();
    }
}
