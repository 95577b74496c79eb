package dev.k3sdeploy.remote;

/**
 * How a command ended. The exit status is data: a status other than 0 is no exception.
 *
 * @param exitStatus 0 to 255; 128 + n when signal n ended it, as shells count
 * @param out standard output
 * @param err standard error
 */
public record CommandResult(int exitStatus, Output out, Output err) {

    /**
     * {@return what a command left}
     *
     * @param exitStatus 0 to 255
     * @param stdout read as UTF-8
     * @param stderr read as UTF-8
     */
    public static CommandResult of(int exitStatus, String stdout, String stderr) {
        return new CommandResult(exitStatus, Output.of(stdout), Output.of(stderr));
    }

    /** {@return whether the exit status is 0} */
    public boolean succeeded() {
        return exitStatus == 0;
    }

    /** {@return standard output as text, without white space at either end} */
    public String text() {
        return out.text().strip();
    }

    /** {@return standard error as text, without white space at either end} */
    public String errors() {
        return err.text().strip();
    }
}
