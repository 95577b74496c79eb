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
    private static final Duration ENDLESS = Duration.ofDays(3650);

    private final String script;
    private final byte[] stdin;
    private final Duration deadline;
    private final Duration grace;
    private final boolean confidential;

    private Command(String script, byte[] stdin, Duration deadline, Duration grace, boolean confidential) {
        this.script = script;
        this.stdin = stdin;
        this.deadline = deadline;
        this.grace = grace;
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
        return new Command(script, new byte[0], DEFAULT_DEADLINE, DEFAULT_DEADLINE, false);
    }

    /** Up to about a megabyte; files go by {@link Session#stream}. */
    public Command withStdin(String text) {
        return new Command(script, text.getBytes(StandardCharsets.UTF_8), deadline, grace, confidential);
    }

    /** After this long the command and its children are killed. */
    public Command within(Duration newDeadline) {
        return new Command(script, stdin, newDeadline, newDeadline, confidential);
    }

    /** The same command, whose output is a secret: nobody but the caller gets to see it. */
    public Command confidential() {
        return new Command(script, stdin, deadline, grace, true);
    }

    /** The result as it may be shown to people and written to logs. */
    public CommandResult shown(CommandResult result) {
        return confidential ? new CommandResult(result.exitStatus(), Output.of(HIDDEN), result.err()) : result;
    }

    /** May run as long as somebody waits for its end; nobody waits any more when the connection is gone. */
    public Command attended() {
        return new Command(script, stdin, ENDLESS, Duration.ZERO, confidential);
    }

    public String script() {
        return script;
    }

    /** Whether something is fed to it. */
    public boolean hasInput() {
        return stdin.length > 0;
    }

    byte[] stdin() {
        return stdin;
    }

    public Duration deadline() {
        return deadline;
    }

    /** How long it goes on when nobody waits for it any more. */
    Duration grace() {
        return grace;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Command that
                && that.script.equals(script)
                && java.util.Arrays.equals(that.stdin, stdin)
                && that.deadline.equals(deadline)
                && that.grace.equals(grace)
                && that.confidential == confidential;
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
