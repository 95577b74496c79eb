package dev.k3sdeploy.remote.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * A TCP connection that knows when it last heard from the other side. Without TCP_NODELAY, which sshj does not set, the
 * two small packets of a command wait for each other's acknowledgement: 48 ms instead of 4.
 */
final class LiveSocket extends Socket {
    private volatile long lastHeard = System.nanoTime();

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

    /** For how long nothing has come from the other side. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                lastHeard = System.nanoTime();
                return b;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                lastHeard = System.nanoTime();
                return n;
            }
        };
    }
}
