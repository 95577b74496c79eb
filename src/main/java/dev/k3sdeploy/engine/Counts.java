package dev.k3sdeploy.engine;

import java.util.Collection;

/** How many tasks ended in which way. */
public record Counts(int ok, int changed, int wouldChange, int skipped, int failed, int unreachable) {
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
