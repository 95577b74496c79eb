package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.remote.ChannelRefusedException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;

/** A login on a machine. Each process gets a channel of its own, a few at once. */
final class SshConnection implements Connection {
    /** sshd counts a session until it has reaped its process, and refuses some of more than these even below its limit. */
    private static final int CHANNELS = 4;

    /** For a process of ours that has ended and whose channel sshd has not yet let go. */
    private static final int OPEN_ATTEMPTS = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration FREE_CHANNEL = Duration.ofSeconds(30);

    private final String machine;
    private final SSHClient client;
    private @Nullable DeadLineWatch watch;
    private final Semaphore channels = new Semaphore(CHANNELS, true);
    private Pace pace = new Pace(KeepAlive.DEFAULT.longestSilence(), this::hasArrived);

    SshConnection(String machine, SSHClient client) {
        this.machine = machine;
        this.client = client;
    }

    /** A request that each server answers, if only by a refusal; where the connection ends, that is an answer too. */
    private BooleanSupplier hasArrived() throws IOException {
        Promise<SSHPacket, ConnectionException> answer =
                client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
        return () -> answer.isFulfilled() || !client.isConnected();
    }

    /**
     * Sends keepalives from now on. Trap: before the login sshd answers none, and sshj takes that for the end; a login
     * may last, where a person is asked or PAM is slow.
     */
    void keepAlive(Line line, KeepAlive settings, LineClock clock) {
        watch = DeadLineWatch.on(line, settings.longestSilence(), clock);
        pace = new Pace(settings.longestSilence(), this::hasArrived);
        KeepAliveBeat.on(client, settings.interval(), clock);
    }

    @Override
    public RemoteProcess start(String commandLine) {
        try {
            if (!channels.tryAcquire(FREE_CHANNEL.toSeconds(), TimeUnit.SECONDS)) {
                throw new ChannelRefusedException(machine, null);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            SharedWindowSession session = open();
            session.exec(commandLine);
            return new SshProcess(machine, session, pace, channels::release);
        } catch (OpenFailException e) {
            channels.release();
            throw new ChannelRefusedException(machine, e);
        } catch (SSHException e) {
            channels.release();
            if (Causes.include(e, InterruptedException.class)) {
                throw interrupted(e);
            }
            throw new ConnectionLostException(machine, "starting a shell", e);
        } catch (InterruptedException e) {
            channels.release();
            throw interrupted(e);
        }
    }

    private SharedWindowSession open() throws SSHException, InterruptedException {
        long pause = FIRST_PAUSE.toMillis();
        for (int attempt = 1; ; attempt++) {
            try {
                return openOnce();
            } catch (OpenFailException e) {
                if (attempt == OPEN_ATTEMPTS) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause *= 2;
        }
    }

    /**
     * A way through this machine to another, which owns this connection from then on.
     *
     * @throws IOException when this machine cannot reach the other, or may not
     */
    TunnelSocket tunnel(String host, int port) throws IOException {
        return new TunnelSocket(this, client.newDirectConnection(host, port), pace);
    }

    private SharedWindowSession openOnce() throws SSHException {
        if (!client.isConnected()) {
            throw new ConnectionException("the connection has ended");
        }
        SharedWindowSession session = new SharedWindowSession(client.getConnection());
        session.open();
        return session;
    }

    private ConnectionLostException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new ConnectionLostException(machine, "starting a shell (interrupted)", cause);
    }

    @Override
    public String name() {
        return machine;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        try {
            client.disconnect();
        } catch (IOException e) {
            // It is closed either way.
        }
    }
}
