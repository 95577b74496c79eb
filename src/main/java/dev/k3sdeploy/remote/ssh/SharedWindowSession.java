package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;

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

    SharedWindowSession(Connection connection) {
        super(connection);
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
