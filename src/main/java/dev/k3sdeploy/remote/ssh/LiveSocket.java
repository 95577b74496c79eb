package dev.k3sdeploy.remote.ssh;

import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that knows when it last heard from the other side. Without TCP_NODELAY, which sshj does not set, the
 * two small packets of a command wait for each other's acknowledgement: 48 ms instead of 4.
 */
final class LiveSocket extends Socket implements Line {
    private volatile @Nullable HeardInput input;
    private @Nullable OutputStream output;

    /** Tries each address of the name, and fails as the last one did. */
    static LiveSocket connect(String host, int port, Duration timeout) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            LiveSocket socket = new LiveSocket();
            try {
                socket.setTcpNoDelay(true);
                SocketAddress target = new InetSocketAddress(address, port);
                socket.connect(target, (int) timeout.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address for " + host) : failure;
    }

    @Override
    public Duration silence() {
        HeardInput stream = input;
        return stream == null ? Duration.ZERO : stream.silence();
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        HeardInput stream = input;
        if (stream == null) {
            stream = new HeardInput(super.getInputStream());
            input = stream;
        }
        return stream;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        OutputStream stream = output;
        if (stream == null) {
            OutputStream plain = super.getOutputStream();
            stream = supportedOptions().contains(TCP_QUICKACK) ? new PromptOutput(plain) : plain;
            output = stream;
        }
        return stream;
    }

    /**
     * Has what comes next acknowledged at once. Trap: until it runs something for us, sshd holds a small packet back while
     * the one before is not acknowledged, and we wait 40 ms with that for something to send along: right after a login the
     * answer to the first channel came as late. The system forgets the wish when something is sent, so it is told each time.
     */
    private final class PromptOutput extends FilterOutputStream {
        PromptOutput(OutputStream plain) {
            super(plain);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            setOption(TCP_QUICKACK, true);
        }
    }
}
