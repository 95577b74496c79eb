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

    /**
     * One program with its arguments, each passed exactly as given.
     *
     * @param words the program first
     * @return a command without input, that has {@link #DEFAULT_DEADLINE} to end
     */
    public static Command of(String... words) {
        return script(Shell.join(words));
    }

    /**
     * A script of any number of lines; its values must already be quoted.
     *
     * @param script lines for a POSIX shell
     * @return as {@link #of}
     */
    public static Command script(String script) {
        if (script.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be passed to a shell");
        }
        return new Command(script, new byte[0], DEFAULT_DEADLINE, DEFAULT_DEADLINE, false);
    }

    /**
     * Up to about a megabyte; files go by {@link Session#stream}.
     *
     * @param text fed to the script's standard input as UTF-8
     * @return the same command with this input, in place of another
     */
    public Command withStdin(String text) {
        return new Command(script, text.getBytes(StandardCharsets.UTF_8), deadline, grace, confidential);
    }

    /**
     * After this long the command and its children are killed.
     *
     * @param newDeadline more than 0
     * @return the same command with this deadline
     */
    public Command within(Duration newDeadline) {
        return new Command(script, stdin, newDeadline, newDeadline, confidential);
    }

    /** {@return the same command, whose output is a secret: nobody but the caller gets to see it} */
    public Command confidential() {
        return new Command(script, stdin, deadline, grace, true);
    }

    /**
     * The result as it may be shown to people and written to logs.
     *
     * @param result of this command
     * @return the same, its output replaced where it is confidential
     */
    public CommandResult shown(CommandResult result) {
        return confidential ? new CommandResult(result.exitStatus(), Output.of(HIDDEN), result.err()) : result;
    }

    /**
     * May run as long as somebody waits for its end; nobody waits any more when the connection is gone.
     *
     * @return the same command without a deadline
     */
    public Command attended() {
        return new Command(script, stdin, ENDLESS, Duration.ZERO, confidential);
    }

    /** {@return what the machine's shell gets} */
    public String script() {
        return script;
    }

    /** {@return whether something is fed to it} */
    public boolean hasInput() {
        return stdin.length > 0;
    }

    byte[] stdin() {
        return stdin;
    }

    /** {@return how long it may take before it is killed} */
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
