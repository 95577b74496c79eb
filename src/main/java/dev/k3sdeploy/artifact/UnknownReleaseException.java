package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;

/** The server answered, and says that there is no such channel or version: what the user asked for is wrong. */
public final class UnknownReleaseException extends K3sDeployException {
    UnknownReleaseException(String summary, String hint) {
        super(summary, hint);
    }
}
