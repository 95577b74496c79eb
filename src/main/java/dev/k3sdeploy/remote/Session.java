package dev.k3sdeploy.remote;

import java.util.function.LongConsumer;

/**
 * Root on one machine: runs commands until it is closed. Safe for several threads; a command that waits for long does
 * not hold up another one.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs a script as root.
     *
     * @throws ConnectionLostException when the machine is gone; what the command did is then unknown
     * @throws CommandTimeoutException when the deadline passed; the command and its children were killed
     */
    CommandResult run(Command command);

    /**
     * As {@link #run}, telling each line of the output as it comes; the result holds the exit status only. An interrupt
     * of the waiting thread ends the command and its children.
     */
    CommandResult run(Command command, OutputLines heard);

    /**
     * Runs a script as root with a long standard input, of which {@code sent} hears how many bytes have gone.
     * The script must notice a stream that was cut short: the machine sees only its end.
     */
    CommandResult stream(Command command, Content stdin, LongConsumer sent);

    @Override
    void close();
}
