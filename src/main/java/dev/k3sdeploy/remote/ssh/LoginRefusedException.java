package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;

/** The machine answers, and lets this user in by none of the ways that were tried. */
public final class LoginRefusedException extends UnreachableException {
    /**
     * A machine that lets the user in by no way.
     *
     * @param summary which one, and what was tried
     * @param hint what to try next; may be empty
     */
    public LoginRefusedException(Message summary, Message hint) {
        super(summary, hint, null);
    }
}
