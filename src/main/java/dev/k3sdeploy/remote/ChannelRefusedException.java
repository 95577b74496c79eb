package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.UnreachableException;
import org.jspecify.annotations.Nullable;

/** The connection stands, and the machine allows no further process on it for now. */
public final class ChannelRefusedException extends UnreachableException {
    /**
     * A machine that opens no further channel on a connection that stands.
     *
     * @param machine as messages name it
     * @param cause null for none
     */
    public ChannelRefusedException(String machine, @Nullable Throwable cause) {
        super(
                machine + " allows no further session on this connection",
                "See MaxSessions in the machine's sshd_config, and what still runs there",
                cause);
    }
}
