package dev.k3sdeploy.remote;

/** The thread that waited for a command was interrupted, and the command was killed, with its children. */
public final class CommandInterruptedException extends ConnectionLostException {
    private final transient CommandResult result;

    /**
     * A command that nobody wanted to go on.
     *
     * @param machine as messages name it
     * @param command what ran
     * @param result its end, with what it had written; that of a confidential command is left out
     * @param cause the interrupt
     */
    public CommandInterruptedException(
            String machine, Command command, CommandResult result, InterruptedException cause) {
        super(machine, "running: " + command + " (interrupted)", cause);
        this.result = command.shown(result);
    }

    /** {@return what it had written until then, unless that was told line by line; killed, as its status says} */
    public CommandResult result() {
        return result;
    }
}
