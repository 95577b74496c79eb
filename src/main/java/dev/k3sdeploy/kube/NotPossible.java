package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.K3sDeployException;

/** Ends a check that cannot be made: it says nothing about what students do. */
public final class NotPossible extends K3sDeployException {
    /**
     * Something stands in the way of a check.
     *
     * @param why a line for people
     */
    public NotPossible(String why) {
        super(why, "");
    }
}
