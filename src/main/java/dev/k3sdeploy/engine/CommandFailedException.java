package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;

/** A command that had to succeed on a machine did not. */
public final class CommandFailedException extends K3sDeployException {
    private final transient Command command;
    private final transient CommandResult result;

    /**
     * A command that did not end as it had to.
     *
     * @param target where it ran
     * @param command what ran; a confidential one is not shown
     * @param result how it ended
     * @param hint what to try next; empty for none
     */
    public CommandFailedException(Target target, Command command, CommandResult result, String hint) {
        super(summary(target, command, result), hint);
        this.command = command;
        this.result = result;
    }

    /** {@return what ran} */
    public Command command() {
        return command;
    }

    /** {@return how it ended; its output may hold secrets} */
    public CommandResult result() {
        return result;
    }

    private static String summary(Target target, Command command, CommandResult result) {
        String said = result.errors().isEmpty() ? result.text() : result.errors();
        String end = "On " + target + ", a command ended with status " + result.exitStatus();
        return (said.isEmpty() ? end : end + ": " + said) + System.lineSeparator() + "The command: " + command;
    }
}
