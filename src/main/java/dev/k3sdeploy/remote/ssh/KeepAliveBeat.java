package dev.k3sdeploy.remote.ssh;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a machine again and again whether it is still there; who hears the answers is {@link DeadLineWatch}. One question
 * at a time: on a dead line it waits in line behind a write.
 */
final class KeepAliveBeat {
    private final SSHClient client;
    private final Duration interval;
    private final LineClock clock;
    private final AtomicBoolean asking = new AtomicBoolean();

    private KeepAliveBeat(SSHClient client, Duration interval, LineClock clock) {
        this.client = client;
        this.interval = interval;
        this.clock = clock;
    }

    static void on(SSHClient client, Duration interval, LineClock clock) {
        clock.begin(new KeepAliveBeat(client, interval, clock)::beat);
    }

    private @Nullable Duration beat() {
        if (!client.isConnected()) {
            return null;
        }
        if (asking.compareAndSet(false, true)) {
            clock.aside(this::ask);
        }
        return interval;
    }

    private void ask() {
        try {
            client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
        } catch (TransportException e) {
            // It has ended, which those learn who wait for something.
        } finally {
            asking.set(false);
        }
    }
}
