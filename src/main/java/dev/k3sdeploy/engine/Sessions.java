package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Session;

/** Where the runner gets a machine's session from. */
@FunctionalInterface
public interface Sessions {
    /**
     * Connects; called once for a machine in a run, and again after the machine was restarted.
     *
     * @throws dev.k3sdeploy.problem.UnreachableException when the machine cannot be reached
     */
    Session open(Target target);
}
