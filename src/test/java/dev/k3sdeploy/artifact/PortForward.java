package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries bytes to a port of loopback: as another address of the same server, or as a proxy that is told where to by CONNECT. */
final class PortForward implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final boolean proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> connects = new CopyOnWriteArrayList<>();

    private PortForward(ServerSocket listening, int target, boolean proxy) {
        this.listening = listening;
        this.target = target;
        this.proxy = proxy;
        threads.execute(this::accept);
    }

    static PortForward from(String address, int target) {
        return new PortForward(listen(address), target, false);
    }

    /** Whatever host is asked for, it is found at the target port. */
    static PortForward connectProxy(int target) {
        return new PortForward(listen("127.0.0.1"), target, true);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The first line of each request to the proxy. */
    List<String> connects() {
        return connects;
    }

    private static ServerSocket listen(String address) {
        try {
            return new ServerSocket(0, 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (proxy) {
                connects.add(
                        readHead(client.getInputStream()).lines().findFirst().orElse(""));
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            threads.execute(() -> copy(client, server));
            copy(server, client);
        } catch (IOException e) {
            // One side went away.
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next == -1) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went away.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
