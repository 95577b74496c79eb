package dev.k3sdeploy.remote;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A running process on a machine. Trap: both outputs must be drained at the same time, or a process that fills the one
 * nobody reads stands still.
 */
public interface RemoteProcess extends AutoCloseable {
    /**
     * A process of this machine, for connections that are made by a program: {@code docker exec -i}, {@code ssh}.
     *
     * @param process with both outputs apart and none redirected
     * @param name of the machine that it leads to, for messages
     * @return the same as a process there; its exit status is the program's
     */
    static RemoteProcess of(Process process, String name) {
        return new LocalProcess(process, name);
    }

    /**
     * Its standard input.
     *
     * @return to be closed by whoever writes to it
     */
    OutputStream stdin();

    /**
     * Its standard output.
     *
     * @return to be read to its end
     */
    InputStream stdout();

    /**
     * Its standard error.
     *
     * @return to be read to its end
     */
    InputStream stderr();

    /**
     * Waits for the end.
     *
     * @param patience how long at most
     * @return the exit status (128 + n for signal n); empty when it still runs after {@code patience}
     * @throws ConnectionLostException when the connection ended before the process told its status
     */
    OptionalInt waitFor(Duration patience);

    /**
     * Lets go of the process, which sees the end of its input; one that does not care goes on. Returns at once, also
     * while another thread writes.
     */
    @Override
    void close();
}
