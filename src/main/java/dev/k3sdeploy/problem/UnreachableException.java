package dev.k3sdeploy.problem;

import org.jspecify.annotations.Nullable;

/** A machine cannot be reached, refuses the login, or was lost on the way. */
public class UnreachableException extends K3sDeployException {
    public UnreachableException(String summary, String hint) {
        super(summary, hint);
    }

    public UnreachableException(String summary, String hint, @Nullable Throwable cause) {
        super(summary, hint, cause);
    }

    public UnreachableException(Message summary, Message hint, @Nullable Throwable cause) {
        super(summary, hint, cause);
    }
}
