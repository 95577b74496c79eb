package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One task on one machine: check, fix, check again, waiting where the machine is on its way. A task that comes about in
 * stages (drain, restart, let pods in again) finds another gap after each fix; the same gap twice is a failure.
 */
final class TaskRun {
    /** More than any task has stages; a task that never finds an end is a bug. */
    private static final int STAGES = 20;

    /**
     * What a task run has around it.
     *
     * @param foreseen what the task's first check says, where that is known already
     * @param foretold hears which files would be changed, in a run that only checks
     * @param leftOut whether the run goes on without the machine that the problem is of
     * @param waiting hears what this task waits for
     */
    record Surroundings(
            boolean checkOnly,
            Interruption interruption,
            Turns turns,
            Optional<Verdict> foreseen,
            Consumer<Set<String>> foretold,
            Predicate<UnreachableException> leftOut,
            Consumer<String> waiting) {}

    private final Task task;
    private final Machine machine;
    private final Surroundings around;
    private final List<Diff> applied = new ArrayList<>();
    private boolean inStages;
    private long waitingSince = System.nanoTime();

    TaskRun(Task task, Machine machine, Surroundings around) {
        this.task = task;
        this.machine = machine;
        this.around = around;
    }

    Outcome outcome() {
        Outcome outcome = new Outcome.Skipped("did not end");
        try {
            outcome = converge();
        } catch (UnreachableException e) {
            outcome = new Outcome.Unreachable(e);
        } catch (K3sDeployException e) {
            outcome = new Outcome.Failed(e);
        } finally {
            around.turns().giveBack(machine.target(), outcome);
        }
        return outcome;
    }

    private Outcome converge() {
        boolean hasTurn = false;
        Verdict foreseen = around.foreseen().orElse(null);
        while (true) {
            Verdict verdict = foreseen != null ? foreseen : check();
            foreseen = null;
            if (verdict instanceof Verdict.InTurn inTurn) {
                if (!hasTurn && !around.checkOnly()) {
                    String refused = around.turns().take(machine.target(), around.waiting()::accept);
                    if (refused != null) {
                        return new Outcome.Skipped(refused);
                    }
                    hasTurn = true;
                    continue;
                }
                verdict = inTurn.verdict();
            }
            Outcome ended = actOn(verdict);
            if (ended != null) {
                return ended;
            }
        }
    }

    /** Once more, without the machines that could not be asked and that the run can do without. */
    private Verdict check() {
        while (true) {
            try {
                return task.check(machine);
            } catch (UnreachableException e) {
                if (!around.leftOut().test(e)) {
                    throw e;
                }
            }
        }
    }

    /** What the verdict asks for; null when the machine is to be looked at again. */
    private @Nullable Outcome actOn(Verdict verdict) {
        if (verdict instanceof Verdict.InPlace inPlace) {
            return applied.isEmpty() ? new Outcome.Ok(inPlace.because()) : new Outcome.Changed(all(applied));
        } else if (verdict instanceof Verdict.NotNeeded notNeeded) {
            return new Outcome.Skipped(notNeeded.why());
        } else if (verdict instanceof Verdict.Drift drift) {
            return fix(drift);
        } else if (verdict instanceof Verdict.Pending pending) {
            return waitFor(pending);
        }
        throw new IllegalStateException("a turn in a turn: " + task.title());
    }

    private @Nullable Outcome fix(Verdict.Drift drift) {
        if (around.checkOnly()) {
            around.foretold().accept(drift.files());
            return new Outcome.WouldChange(drift.diff());
        }
        if (applied.size() >= STAGES || isNoProgress(drift)) {
            return didNotConverge(drift.diff());
        }
        if (!applied.isEmpty() && around.interruption().requested()) {
            return new Outcome.Skipped("interrupted before: " + drift.diff().summary());
        }
        drift.fix().apply(machine);
        applied.add(drift.diff());
        inStages = drift.stage();
        waitingSince = System.nanoTime();
        return null;
    }

    /** Another gap is progress only after a stage; the same gap again never is. */
    private boolean isNoProgress(Verdict.Drift drift) {
        return !applied.isEmpty()
                && (!inStages
                        || applied.stream()
                                .anyMatch(diff ->
                                        diff.summary().equals(drift.diff().summary())));
    }

    private @Nullable Outcome waitFor(Verdict.Pending pending) {
        if (around.checkOnly()) {
            return new Outcome.Skipped("would wait: " + pending.seen());
        }
        if (System.nanoTime() - waitingSince > pending.patience().within().toNanos()) {
            return waitedInVain(pending);
        }
        around.waiting().accept(pending.seen());
        return pause(pending);
    }

    private @Nullable Outcome pause(Verdict.Pending pending) {
        if (around.interruption().requested()) {
            return new Outcome.Skipped("interrupted while waiting: " + pending.seen());
        }
        try {
            Thread.sleep(pending.patience().every().toMillis());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Skipped("interrupted while waiting: " + pending.seen());
        }
    }

    private static Diff all(List<Diff> applied) {
        if (applied.size() == 1) {
            return applied.get(0);
        }
        return new Diff(
                applied.stream().map(Diff::summary).collect(Collectors.joining("; ")),
                applied.stream().flatMap(diff -> diff.changes().stream()).toList());
    }

    private Outcome didNotConverge(Diff stillMissing) {
        return new Outcome.Failed(new K3sDeployException(
                "On " + machine.target() + ", «" + task.title() + "» was done and is still not in place: "
                        + stillMissing.summary(),
                "Something on the machine undoes it, or it had no effect; run with -v to see the commands"));
    }

    private Outcome waitedInVain(Verdict.Pending pending) {
        String diagnosis = pending.diagnosis().apply(machine);
        return new Outcome.Failed(new K3sDeployException(
                "On " + machine.target() + ", «" + task.title() + "» did not come true within "
                        + pending.patience().within().toSeconds() + " s; last seen: " + pending.seen(),
                diagnosis));
    }
}
