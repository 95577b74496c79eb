package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.K3sDeployException;

/** Ends a check: what students do does not work. */
public final class CheckFailure extends K3sDeployException {
    /**
     * Something that students would meet.
     *
     * @param reason what was seen, and where
     * @param hint what to do about it, or empty
     */
    public CheckFailure(String reason, String hint) {
        super(reason, hint);
    }
}
