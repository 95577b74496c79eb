package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Signal;

/** A process behind a channel of its own. */
final class SshProcess implements RemoteProcess {
    private static final Map<Signal, Integer> SIGNAL_NUMBERS = Map.ofEntries(
            Map.entry(Signal.HUP, 1),
            Map.entry(Signal.INT, 2),
            Map.entry(Signal.QUIT, 3),
            Map.entry(Signal.ILL, 4),
            Map.entry(Signal.ABRT, 6),
            Map.entry(Signal.FPE, 8),
            Map.entry(Signal.KILL, 9),
            Map.entry(Signal.USR1, 10),
            Map.entry(Signal.SEGV, 11),
            Map.entry(Signal.USR2, 12),
            Map.entry(Signal.PIPE, 13),
            Map.entry(Signal.ALRM, 14),
            Map.entry(Signal.TERM, 15));

    private final String machine;
    private final SharedWindowSession channel;
    private final OutputStream stdin;
    private final Runnable released;

    /**
     * @param pace of the connection
     * @param released told once the channel is free again
     */
    SshProcess(String machine, SharedWindowSession channel, Pace pace, Runnable released) {
        this.machine = machine;
        this.channel = channel;
        this.stdin = new WindowedOutput(channel, pace);
        this.released = released;
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public InputStream stdout() {
        return channel.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return channel.getErrorStream();
    }

    @Override
    public OptionalInt waitFor(Duration patience) {
        if (channel.refused()) {
            throw new LoginRefusedException(Message.of("ssh.no-shell", machine), Message.of("ssh.no-shell.next"));
        }
        try {
            channel.join(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ConnectionException e) {
            if (Causes.include(e, TimeoutException.class)) {
                return OptionalInt.empty();
            }
            throw lost(e);
        }
        return OptionalInt.of(status());
    }

    private int status() {
        Integer status = channel.getExitStatus();
        if (status != null) {
            return status;
        }
        Signal signal = channel.getExitSignal();
        if (signal == null) {
            throw new ConnectionLostException(machine, "waiting for the end of a command", null);
        }
        return 128 + SIGNAL_NUMBERS.getOrDefault(signal, 0);
    }

    private ConnectionLostException lost(SSHException e) {
        if (Causes.include(e, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return new ConnectionLostException(machine, "waiting for the end of a command (interrupted)", e);
        }
        return new ConnectionLostException(machine, "waiting for the end of a command", e);
    }

    /** Trap: sshj waits 30 s for the other side to agree, which it does only when the process has ended. */
    @Override
    public void close() {
        Thread closing = new Thread(this::closeChannel, "k3sdeploy ssh close " + machine);
        closing.setDaemon(true);
        closing.start();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (SSHException e) {
            // The connection is gone, and the channel with it; or the process goes on, and sshd ends it in time.
        } finally {
            released.run();
        }
    }
}
