package dev.k3sdeploy.problem;

import org.jspecify.annotations.Nullable;

/** A machine cannot be reached, refuses the login, or was lost on the way. */
public class UnreachableException extends K3sDeployException {
    /**
     * A machine that could not be reached.
     *
     * @param summary which one, and what was tried
     * @param hint what to try next; empty for none
     */
    public UnreachableException(String summary, String hint) {
        super(summary, hint);
    }

    /**
     * A machine that could not be reached, and why.
     *
     * @param summary which one, and what was tried
     * @param hint what to try next; empty for none
     * @param cause null for none
     */
    public UnreachableException(String summary, String hint, @Nullable Throwable cause) {
        super(summary, hint, cause);
    }

    /**
     * A machine that could not be reached, in each language that the catalogue has.
     *
     * @param summary which one, and what was tried
     * @param hint what to try next; may be empty
     * @param cause null for none
     */
    public UnreachableException(Message summary, Message hint, @Nullable Throwable cause) {
        super(summary, hint, cause);
    }
}
