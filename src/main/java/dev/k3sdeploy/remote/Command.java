package dev.k3sdeploy.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A POSIX shell script to run on a machine. Values enter it only through {@link #of} or {@link Shell#quote}; secrets
 * only through its standard input, which is never printed.
 */
public final class Command {
    /** Long enough for any single step that does not say otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);

    private static final String HIDDEN = "•••";

    private final String script;
    private final byte[] stdin;
    private final Duration deadline;
    private final boolean confidential;

    private Command(String script, byte[] stdin, Duration deadline, boolean confidential) {
        this.script = script;
        this.stdin = stdin;
        this.deadline = deadline;
        this.confidential = confidential;
    }

    /** One program with its arguments, each passed exactly as given. */
    public static Command of(String... words) {
        return script(Shell.join(words));
    }

    /** A script of any number of lines; its values must already be quoted. */
    public static Command script(String script) {
        if (script.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be passed to a shell");
        }
        return new Command(script, new byte[0], DEFAULT_DEADLINE, false);
    }

    /** Up to about a megabyte; files go by {@link Session#stream}. */
    public Command withStdin(String text) {
        return new Command(script, text.getBytes(StandardCharsets.UTF_8), deadline, confidential);
    }

    /** After this long the command and its children are killed. */
    public Command within(Duration newDeadline) {
        return new Command(script, stdin, newDeadline, confidential);
    }

    /** The same command, whose output is a secret: nobody but the caller gets to see it. */
    public Command confidential() {
        return new Command(script, stdin, deadline, true);
    }

    /** The result as it may be shown to people and written to logs. */
    public CommandResult shown(CommandResult result) {
        return confidential ? new CommandResult(result.exitStatus(), Output.of(HIDDEN), result.err()) : result;
    }

    public String script() {
        return script;
    }

    byte[] stdin() {
        return stdin;
    }

    public Duration deadline() {
        return deadline;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Command that
                && that.script.equals(script)
                && java.util.Arrays.equals(that.stdin, stdin)
                && that.deadline.equals(deadline);
    }

    @Override
    public int hashCode() {
        return script.hashCode();
    }

    /** The script; never what is fed to it. */
    @Override
    public String toString() {
        return script;
    }
}
