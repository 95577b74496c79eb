package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.UnreachableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The machines that a run has lost, and whether it goes on without them. Thread-safe. */
final class Losses {
    private final Optional<Tolerance> tolerance;
    private final Map<Target, Outcome> lost = new LinkedHashMap<>();
    private final Set<Target> leftOut = ConcurrentHashMap.newKeySet();
    private final Map<Target, UnreachableException> silent = new ConcurrentHashMap<>();
    private boolean stopped;

    Losses(Optional<Tolerance> tolerance) {
        this.tolerance = tolerance;
    }

    /** A machine's task has ended. */
    synchronized void note(Target target, Outcome outcome) {
        if (!outcome.lostMachine()) {
            return;
        }
        lost.put(target, outcome);
        boolean tooMany = tolerance.filter(some -> lost.size() > some.most()).isPresent();
        if (tooMany && !stopped) {
            stopped = true;
            tolerance
                    .get()
                    .listener()
                    .stopped(List.copyOf(lost.keySet()), tolerance.get().most());
        }
    }

    /** A machine that somebody wanted to ask has not answered. */
    void met(Target target, UnreachableException problem) {
        silent.put(target, problem);
    }

    /**
     * Whether a task goes on without the machine that it could not ask, and that is not its own: then that one is
     * {@link #isLeftOut} at once.
     *
     * @param problem as it was {@link #met}
     * @param own the task's machine
     * @return the machine that is done without; empty where the problem is the task's
     */
    synchronized Optional<Target> leaveOut(UnreachableException problem, Target own) {
        Optional<Target> peer = silent.entrySet().stream()
                .filter(machine -> machine.getValue() == problem)
                .map(Map.Entry::getKey)
                .filter(target -> !target.equals(own) && !leftOut.contains(target))
                .filter(target ->
                        tolerance.isPresent() && tolerance.get().dispensable().test(target))
                .findFirst();
        peer.ifPresent(target -> note(target, new Outcome.Unreachable(problem)));
        if (peer.isEmpty() || stopped) {
            return Optional.empty();
        }
        leftOut.add(peer.get());
        tolerance
                .orElseThrow()
                .listener()
                .wentOnWithout(List.of(peer.get()), tolerance.get().most());
        return peer;
    }

    /** Whether no further task is to begin. */
    synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Between two plays: whether the next one may begin. The machines that have been lost since the last one are
     * {@link #isLeftOut} from now on.
     *
     * @param turns those of the play that has ended; who is lost in its turn is no accident
     * @return those machines; empty when the run does not go on
     */
    synchronized Optional<List<Target>> afterPlay(Turns turns) {
        if (lost.isEmpty()) {
            return Optional.of(List.of());
        }
        if (stopped
                || tolerance.isEmpty()
                || turns.failed()
                || !lost.entrySet().stream().allMatch(this::isNoMatter)) {
            return Optional.empty();
        }
        List<Target> fresh = new ArrayList<>(lost.keySet());
        fresh.removeAll(leftOut);
        if (!fresh.isEmpty()) {
            leftOut.addAll(fresh);
            tolerance.get().listener().wentOnWithout(fresh, tolerance.get().most());
        }
        return Optional.of(fresh);
    }

    private boolean isNoMatter(Map.Entry<Target, Outcome> machine) {
        return machine.getValue() instanceof Outcome.Unreachable
                && tolerance
                        .filter(some -> some.dispensable().test(machine.getKey()))
                        .isPresent();
    }

    /** Whether the run goes on without the machine. */
    boolean isLeftOut(Target target) {
        return leftOut.contains(target);
    }
}
