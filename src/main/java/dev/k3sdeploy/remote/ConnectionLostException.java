package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.UnreachableException;
import org.jspecify.annotations.Nullable;

/** The machine was there and is gone: the network, sshd or the machine itself ended the connection. */
public sealed class ConnectionLostException extends UnreachableException permits CommandInterruptedException {
    /**
     * A connection that ended while something was going on.
     *
     * @param machine as messages name it
     * @param doing what was going on: what it did is not known
     * @param cause null for none
     */
    public ConnectionLostException(String machine, String doing, @Nullable Throwable cause) {
        super(
                "Lost the connection to " + machine + " while " + doing,
                "See whether the machine is up and run the same command again: it goes on where it was",
                cause);
    }
}
