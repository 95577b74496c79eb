package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Session;
import java.util.Collection;

/** Where the runner gets a machine's session from. */
@FunctionalInterface
public interface Sessions {
    /**
     * Connects; called once for a machine in a run, and again after the machine was restarted.
     *
     * @param target a machine of the run
     * @return root's session there, closed by the run
     * @throws dev.k3sdeploy.problem.UnreachableException when the machine cannot be reached
     */
    Session open(Target target);

    /**
     * Called once, before the first task, with all machines that have tasks.
     *
     * @param targets in the run's order
     * @throws dev.k3sdeploy.problem.K3sDeployException when the run must not begin
     */
    default void ready(Collection<Target> targets) {}
}
