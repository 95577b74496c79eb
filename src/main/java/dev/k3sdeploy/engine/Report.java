package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a run did.
 *
 * @param results in the order in which they ended
 * @param targets every machine of the run, in the order of the inventory
 * @param interrupted whether it was asked to stop before its end
 * @param took from its start to its end
 */
public record Report(List<TaskResult> results, List<Target> targets, boolean interrupted, Duration took) {
    /**
     * Takes copies.
     *
     * @param results {@link #results()}
     * @param targets {@link #targets()}
     * @param interrupted {@link #interrupted()}
     * @param took {@link #took()}
     */
    public Report {
        results = List.copyOf(results);
        targets = List.copyOf(targets);
    }

    /**
     * How many tasks ended in which way.
     *
     * @return of all machines
     */
    public Counts counts() {
        return Counts.of(results);
    }

    /**
     * How many tasks ended in which way on each machine.
     *
     * @return every machine of the run, in the order of the inventory
     */
    public Map<Target, Counts> countsByTarget() {
        Map<Target, List<TaskResult>> byTarget = results.stream().collect(Collectors.groupingBy(TaskResult::target));
        Map<Target, Counts> counts = new LinkedHashMap<>();
        targets.forEach(target -> counts.put(target, Counts.of(byTarget.getOrDefault(target, List.of()))));
        return counts;
    }

    /**
     * Failures and lost machines.
     *
     * @return in the order in which they came
     */
    public List<TaskResult> problems() {
        return results.stream().filter(result -> result.outcome().lostMachine()).toList();
    }

    /**
     * Whether it came to its end on all machines.
     *
     * @return false after a failure, and after an interruption
     */
    public boolean succeeded() {
        return !interrupted && problems().isEmpty();
    }

    /**
     * For callers that cannot go on without the whole.
     *
     * @return this, when it {@link #succeeded}
     * @throws K3sDeployException with all problems in its summary, and the first as its cause
     */
    public Report orThrow() {
        if (succeeded()) {
            return this;
        }
        List<K3sDeployException> problems =
                problems().stream().flatMap(result -> problem(result.outcome())).toList();
        if (problems.isEmpty()) {
            throw new K3sDeployException("Interrupted before its end", "The same call goes on where it was");
        }
        String summary = problems.stream()
                .map(K3sDeployException::summary)
                .distinct()
                .collect(Collectors.joining(System.lineSeparator()));
        throw new K3sDeployException(summary, problems.get(0).hint(), problems.get(0));
    }

    private static Stream<K3sDeployException> problem(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return Stream.of(failed.problem());
        }
        return outcome instanceof Outcome.Unreachable lost ? Stream.of(lost.problem()) : Stream.empty();
    }
}
