package dev.k3sdeploy.remote.local;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;

/** {@code ansible_connection: local}: processes of this machine. */
public final class LocalConnection implements Connection {
    @Override
    public RemoteProcess start(String commandLine) {
        try {
            return RemoteProcess.of(new ProcessBuilder("/bin/sh", "-c", commandLine).start(), name());
        } catch (IOException e) {
            throw new ConnectionLostException(name(), "starting a shell", e);
        }
    }

    @Override
    public String name() {
        return "localhost";
    }

    @Override
    public void close() {
        // Each process is closed by whoever started it.
    }
}
