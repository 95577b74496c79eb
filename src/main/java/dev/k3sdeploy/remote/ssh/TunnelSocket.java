package dev.k3sdeploy.remote.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.Channel;

/** A way through a jump host: a channel of the connection to it, in the form of a socket. Owns that connection. */
final class TunnelSocket extends Socket implements Line {
    private final SshConnection hop;
    private final HeardInput input;
    private final OutputStream output;
    private volatile boolean closed;

    TunnelSocket(SshConnection hop, Channel channel, Pace pace) {
        this.hop = hop;
        this.input = new HeardInput(channel.getInputStream());
        this.output = new WindowedOutput(channel, pace);
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public Duration silence() {
        return input.silence();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** A channel has no timeout; {@link SshConnector} watches the handshake. */
    @Override
    public synchronized void setSoTimeout(int timeout) {
        // As said.
    }

    @Override
    public synchronized void close() {
        closed = true;
        hop.close();
    }
}
