package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.remote.ChannelRefusedException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A login on a machine. Each process is a session of the master's, behind an ssh of its own here. */
final class OpenSshConnection implements Connection {
    /** For a process of ours that has ended and whose session sshd has not yet let go. */
    private static final int ATTEMPTS = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final SshEndpoint endpoint;
    private final SshCommandLines lines;
    private final Master master;

    OpenSshConnection(SshEndpoint endpoint, SshCommandLines lines, Master master) {
        this.endpoint = endpoint;
        this.lines = lines;
        this.master = master;
    }

    @Override
    public RemoteProcess start(String commandLine) {
        try {
            long pause = FIRST_PAUSE.toMillis();
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                RemoteProcess process = attempt(commandLine);
                if (process != null) {
                    return process;
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause *= 2;
            }
            throw new ChannelRefusedException(name(), null);
        } catch (IOException e) {
            throw new ConnectionLostException(name(), "starting a shell", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException(name(), "starting a shell (interrupted)", e);
        }
    }

    /** Null when the machine allows no further session. */
    private @Nullable RemoteProcess attempt(String commandLine) throws IOException, InterruptedException {
        FramedCommand command = FramedCommand.of(commandLine);
        Process process = Detached.of(lines.session(endpoint, master.folder(), command.line()))
                .start();
        StartedOutput out = StartedOutput.read(process, command.nonce());
        if (out.started() || process.waitFor() != SessionProcess.FAILED) {
            return new SessionProcess(name(), process, out.stream(), master);
        }
        process.destroy();
        if (master.isLost()) {
            throw new ConnectionLostException(name(), "starting a shell", null);
        }
        return null;
    }

    @Override
    public String name() {
        return endpoint.machine();
    }

    @Override
    public void close() {
        master.close();
    }
}
