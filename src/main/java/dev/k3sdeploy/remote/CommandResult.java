package dev.k3sdeploy.remote;

/**
 * How a command ended. The exit status is data: a status other than 0 is no exception.
 *
 * @param exitStatus 0 to 255; 128 + n when signal n ended it, as shells count
 */
public record CommandResult(int exitStatus, Output out, Output err) {

    public static CommandResult of(int exitStatus, String stdout, String stderr) {
        return new CommandResult(exitStatus, Output.of(stdout), Output.of(stderr));
    }

    public boolean succeeded() {
        return exitStatus == 0;
    }

    /** Standard output as text, without white space at either end. */
    public String text() {
        return out.text().strip();
    }

    /** Standard error as text, without white space at either end. */
    public String errors() {
        return err.text().strip();
    }
}
