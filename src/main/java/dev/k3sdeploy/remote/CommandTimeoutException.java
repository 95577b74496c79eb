package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;

/** A command did not end before its deadline and was killed. */
public final class CommandTimeoutException extends K3sDeployException {
    /**
     * A command that took longer than it may, and was killed.
     *
     * @param machine as messages name it
     * @param command what ran; a confidential one is not shown
     */
    public CommandTimeoutException(String machine, Command command) {
        super(
                "On " + machine + ", a command did not end within "
                        + command.deadline().toSeconds() + " s: " + command,
                "It was killed, with its children");
    }
}
