package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Tolerance;
import dev.k3sdeploy.problem.UnreachableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Machines that a run does not wait for: they have given no sign, all others are there, and the run may do without them.
 * So a dead machine costs the others a moment, and not the patience that one deserves which is just being restarted.
 *
 * @param tolerance without one, no machine is done without
 * @param opener knows who has given no sign
 */
record Stragglers(Optional<Tolerance> tolerance, MachineOpener opener) {
    /** TCP asks a machine at once, after one second and after three. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    /**
     * Those that are waited for no longer.
     *
     * @param machines all, each of which is done when it is connected to, and failed when it cannot be
     * @param waited since they were asked
     * @return each with what is told of it; empty as long as there is somebody to wait for
     */
    Map<Target, UnreachableException> among(Map<Target, ? extends CompletableFuture<?>> machines, Duration waited) {
        if (tolerance.isEmpty() || waited.compareTo(PATIENCE) < 0) {
            return Map.of();
        }
        List<Target> missing = machines.entrySet().stream()
                .filter(machine -> !machine.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
        long failed = machines.values().stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
        Map<Target, UnreachableException> silent = new LinkedHashMap<>();
        missing.stream()
                .filter(tolerance.get().dispensable())
                .forEach(target -> opener.silence(target, waited).ifPresent(problem -> silent.put(target, problem)));
        return silent.size() == missing.size()
                        && missing.size() + failed <= tolerance.get().most()
                ? silent
                : Map.of();
    }
}
