package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;

/** The login works, but the user cannot become root. */
public final class BecomeException extends K3sDeployException {
    public BecomeException(String summary, String hint) {
        super(summary, hint);
    }
}
