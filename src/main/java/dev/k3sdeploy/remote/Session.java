package dev.k3sdeploy.remote;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * Root on one machine: runs commands until it is closed. Safe for several threads; a command that waits for long does
 * not hold up another one.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs a script as root.
     *
     * @param command see {@link Command}
     * @return exit status and output; any status
     * @throws ConnectionLostException when the machine is gone; what the command did is then unknown
     * @throws CommandTimeoutException when the deadline passed; the command and its children were killed
     * @throws CommandInterruptedException when the waiting thread was interrupted; the command and its children were killed
     */
    CommandResult run(Command command);

    /**
     * Runs scripts that change nothing, one after the other, in one exchange where that is possible. One may be run
     * twice: where the outputs are too long for one exchange.
     *
     * @param commands in their order; none may change anything
     * @return how each ended, in their order
     * @throws CommandTimeoutException when one has not ended within the longest of their deadlines
     */
    default List<CommandResult> runAll(List<Command> commands) {
        return commands.stream().map(this::run).toList();
    }

    /**
     * As {@link #run}, telling each line of the output as it comes; the result holds the exit status only. An interrupt
     * of the waiting thread ends the command and its children.
     *
     * @param command see {@link Command}
     * @param heard hears each line of the output, from one thread at a time
     * @return the exit status, with no output
     */
    CommandResult run(Command command, OutputLines heard);

    /**
     * Runs a script as root with a long standard input, of which {@code sent} hears how many bytes have gone.
     * The script must notice a stream that was cut short: the machine sees only its end.
     *
     * @param command reads standard input to its end
     * @param stdin opened once, and read to its end
     * @param sent hears how many bytes have gone
     * @return exit status and output; any status
     */
    CommandResult stream(Command command, Content stdin, LongConsumer sent);

    @Override
    void close();
}
