package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import net.schmizz.concurrent.Event;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A session channel whose two outputs share one window safely. Trap: in sshj whoever reads one output tells the machine
 * of more room before it counts that room itself, under a lock of that output only; data of the other output that comes
 * in between counts as too much («Window consumed to below 0»), and ends the whole connection.
 */
final class SharedWindowSession extends SessionChannel {
    private final InputStream stdout = new Locked(super.getInputStream());
    private final InputStream stderr = new Locked(super.getErrorStream());

    /** Without a value here: sshj may end the channel before this object's own fields are set. */
    private boolean over;

    private volatile @Nullable Event<ConnectionException> consent;

    SharedWindowSession(Connection connection) {
        super(connection);
    }

    /**
     * Does not wait for the machine's consent: it comes before any output, so whoever reads the output learns of a
     * refusal, and what is written meanwhile is a round trip ahead.
     */
    @Override
    public Command exec(String commandLine) throws ConnectionException, TransportException {
        consent = sendChannelRequest("exec", true, new Buffer.PlainBuffer().putString(commandLine, getRemoteCharset()));
        return this;
    }

    /** Waits without the lock: consent comes by the thread that also brings data. */
    private void awaitConsent() throws ConnectionException {
        Event<ConnectionException> awaited = consent;
        if (awaited != null) {
            awaited.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
            consent = null;
        }
    }

    /** Whether the machine has said that it does not run the command. A lost connection ends the channel, this does not. */
    boolean refused() {
        Event<ConnectionException> awaited = consent;
        return awaited != null && awaited.inError() && isOpen();
    }

    @Override
    public InputStream getInputStream() {
        return stdout;
    }

    @Override
    public InputStream getErrorStream() {
        return stderr;
    }

    @Override
    protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
        synchronized (lwin) {
            super.receiveInto(stream, packet);
            lwin.notifyAll();
        }
    }

    @Override
    protected void eofInputStreams() {
        super.eofInputStreams();
        end();
    }

    @Override
    protected void closeAllStreams() {
        super.closeAllStreams();
        end();
    }

    @Override
    public void notifyError(SSHException error) {
        super.notifyError(error);
        end();
    }

    private void end() {
        synchronized (lwin) {
            over = true;
            lwin.notifyAll();
        }
    }

    /** Waits outside of sshj's stream, so that what is read never waits with the lock held. */
    private final class Locked extends InputStream {
        private final InputStream stream;

        Locked(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            awaitConsent();
            synchronized (lwin) {
                while (length > 0 && stream.available() == 0 && !over) {
                    await();
                }
                return length == 0 ? 0 : stream.read(bytes, offset, length);
            }
        }

        private void await() throws InterruptedIOException {
            try {
                lwin.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            }
        }

        @Override
        public int available() throws IOException {
            return stream.available();
        }
    }
}
