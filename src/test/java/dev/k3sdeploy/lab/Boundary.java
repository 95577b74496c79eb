package dev.k3sdeploy.lab;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A place between two tasks of a run, where it ends: no task begins after the one that is counted last. */
final class Boundary {
    private final int tasks;
    private final boolean unchanged;
    private final Interruption interruption = new Interruption();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<String> last = new AtomicReference<>("nowhere");

    /**
     * Is made for one run.
     *
     * @param tasks after so many have ended on all machines together
     * @param unchanged whether those count that changed nothing
     */
    Boundary(int tasks, boolean unchanged) {
        this.tasks = tasks;
        this.unchanged = unchanged;
    }

    ClusterOptions stopping(ClusterOptions options) {
        return options.interruptedBy(interruption).listening(this::heard, ClusterOptions.Notices.SILENT);
    }

    private void heard(Event event) {
        if (event instanceof Event.TaskEnded task && counts(task.result()) && ended.incrementAndGet() == tasks) {
            last.set(task.result().target() + ": " + task.result().task());
            interruption.request();
        }
    }

    private boolean counts(TaskResult result) {
        return unchanged || result.outcome() instanceof Outcome.Changed;
    }

    /** Otherwise the run was done before. */
    boolean reached() {
        return interruption.requested();
    }

    /** Of the tasks of a run. */
    long counted(Report report) {
        return report.results().stream().filter(this::counts).count();
    }

    /** «after task 3 (server-1: Write …)» */
    @Override
    public String toString() {
        return reached() ? "after task " + tasks + " (" + last + ")" : "nowhere";
    }
}
