package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A program of this machine's, which may be all that leads to another one. */
record LocalProcess(Process process, String name) implements RemoteProcess {
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
            throw new ConnectionLostException(name, "waiting for a command (interrupted)", e);
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
