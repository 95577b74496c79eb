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
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /**
     * Waits for the end.
     *
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
