package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.UnreachableException;

/** The machine's key is not the one it should be, or nobody knows it. Waiting does not help. */
public final class HostKeyException extends UnreachableException {
    HostKeyException(String summary, String hint) {
        super(summary, hint);
    }
}
