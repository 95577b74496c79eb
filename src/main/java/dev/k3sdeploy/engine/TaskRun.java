package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One task on one machine: check, fix once, check again, waiting where the machine is on its way. */
final class TaskRun {
    private final Task task;
    private final Machine machine;
    private final boolean checkOnly;
    private final Interruption interruption;
    private final Consumer<String> waiting;

    TaskRun(Task task, Machine machine, boolean checkOnly, Interruption interruption, Consumer<String> waiting) {
        this.task = task;
        this.machine = machine;
        this.checkOnly = checkOnly;
        this.interruption = interruption;
        this.waiting = waiting;
    }

    Outcome outcome() {
        try {
            return converge();
        } catch (UnreachableException e) {
            return new Outcome.Unreachable(e);
        } catch (K3sDeployException e) {
            return new Outcome.Failed(e);
        }
    }

    private Outcome converge() {
        Diff applied = null;
        long started = System.nanoTime();
        while (true) {
            Verdict verdict = task.check(machine);
            if (verdict instanceof Verdict.InPlace inPlace) {
                return applied == null ? new Outcome.Ok(inPlace.because()) : new Outcome.Changed(applied);
            } else if (verdict instanceof Verdict.NotNeeded notNeeded) {
                return new Outcome.Skipped(notNeeded.why());
            } else if (verdict instanceof Verdict.Drift drift) {
                if (checkOnly) {
                    return new Outcome.WouldChange(drift.diff());
                }
                if (applied != null) {
                    return didNotConverge(drift.diff());
                }
                drift.fix().apply(machine);
                applied = drift.diff();
                started = System.nanoTime();
            } else if (verdict instanceof Verdict.Pending pending) {
                if (checkOnly) {
                    return new Outcome.Skipped("would wait: " + pending.seen());
                }
                if (System.nanoTime() - started > pending.patience().within().toNanos()) {
                    return waitedInVain(pending);
                }
                waiting.accept(pending.seen());
                Outcome stopped = pause(pending);
                if (stopped != null) {
                    return stopped;
                }
            }
        }
    }

    private @Nullable Outcome pause(Verdict.Pending pending) {
        if (interruption.requested()) {
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
