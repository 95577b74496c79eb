package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.UnreachableException;

/** A task that is left aside on a machine that cannot be reached. */
record WhereReachable(Task task) implements Task {
    @Override
    public String title() {
        return task.title();
    }

    @Override
    public Verdict check(Probe host) {
        try {
            return task.check(host);
        } catch (UnreachableException e) {
            return new Verdict.NotNeeded(host.target() + " cannot be reached, so nothing was done on it");
        }
    }
}
