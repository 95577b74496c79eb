package dev.k3sdeploy.remote.local;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** {@code ansible_connection: local}: processes of this machine. */
public final class LocalConnection implements Connection {
    @Override
    public RemoteProcess start(String commandLine) {
        try {
            return new LocalProcess(new ProcessBuilder("/bin/sh", "-c", commandLine).start());
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

    private record LocalProcess(Process process) implements RemoteProcess {
        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public OptionalInt waitFor(Duration patience) {
            try {
                return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        ? OptionalInt.of(process.exitValue())
                        : OptionalInt.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectionLostException("localhost", "waiting for a command (interrupted)", e);
            }
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                // Not Process.destroy(), which closes the stream here, behind a write that may never end.
                process.toHandle().destroy();
                Thread closing = new Thread(this::closeInput, "k3sdeploy local close");
                closing.setDaemon(true);
                closing.start();
            }
        }

        private void closeInput() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // The process has closed its end before.
            }
        }
    }
}
