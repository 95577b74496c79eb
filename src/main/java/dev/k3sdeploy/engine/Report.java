package dev.k3sdeploy.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run did.
 *
 * @param results in the order in which they ended
 * @param interrupted whether it was asked to stop before its end
 */
public record Report(List<TaskResult> results, List<Target> targets, boolean interrupted, Duration took) {
    public Report {
        results = List.copyOf(results);
        targets = List.copyOf(targets);
    }

    public Counts counts() {
        return Counts.of(results);
    }

    /** Every machine of the run, in the order of the inventory. */
    public Map<Target, Counts> countsByTarget() {
        Map<Target, Counts> counts = new LinkedHashMap<>();
        for (Target target : targets) {
            counts.put(
                    target,
                    Counts.of(results.stream()
                            .filter(result -> result.target().equals(target))
                            .toList()));
        }
        return counts;
    }

    /** Failures and lost machines, in the order in which they came. */
    public List<TaskResult> problems() {
        return results.stream().filter(result -> result.outcome().lostMachine()).toList();
    }

    public boolean succeeded() {
        return !interrupted && problems().isEmpty();
    }
}
