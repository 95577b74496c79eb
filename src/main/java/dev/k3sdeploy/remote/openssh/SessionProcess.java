package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process on the machine, behind an ssh here. */
final class SessionProcess implements RemoteProcess {
    /** ssh's own status when something went wrong with it; a command may end with it too. */
    static final int FAILED = 255;

    private final String machine;
    private final Process ssh;
    private final InputStream stdout;
    private final Master master;

    SessionProcess(String machine, Process ssh, InputStream stdout, Master master) {
        this.machine = machine;
        this.ssh = ssh;
        this.stdout = stdout;
        this.master = master;
    }

    @Override
    public OutputStream stdin() {
        return ssh.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return ssh.getErrorStream();
    }

    @Override
    public OptionalInt waitFor(Duration patience) {
        try {
            if (!ssh.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return OptionalInt.empty();
            }
            if (ssh.exitValue() == FAILED && master.isLost()) {
                throw new ConnectionLostException(machine, "waiting for the end of a command", null);
            }
            return OptionalInt.of(ssh.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException(machine, "waiting for the end of a command (interrupted)", e);
        }
    }

    /** Not {@link Process#destroy}, which closes the stream here, behind a write that may never end. */
    @Override
    public void close() {
        if (ssh.isAlive()) {
            ssh.toHandle().destroy();
            Thread closing = new Thread(this::closeInput, "k3sdeploy ssh close " + machine);
            closing.setDaemon(true);
            closing.start();
        }
    }

    private void closeInput() {
        try {
            ssh.getOutputStream().close();
        } catch (IOException e) {
            // It has closed its end before.
        }
    }
}
