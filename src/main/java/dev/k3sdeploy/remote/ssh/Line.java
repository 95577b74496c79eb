package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.time.Duration;

/** What SSH runs over: a TCP connection, or a channel of another SSH connection. */
interface Line {
    /** For how long nothing has come from the other side. */
    Duration silence();

    boolean isClosed();

    void close() throws IOException;
}
