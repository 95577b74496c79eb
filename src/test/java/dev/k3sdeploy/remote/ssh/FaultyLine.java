package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A port of this machine that leads to another one over a line with faults; each takes effect at once. */
final class FaultyLine implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong resetAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean dead;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private volatile Duration delay = Duration.ZERO;
    private volatile int refused;

    FaultyLine(int to) throws IOException {
        thread(() -> {
            while (true) {
                Socket near = server.accept();
                if (connections.incrementAndGet() <= refused) {
                    reset(near);
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                sockets.add(near);
                sockets.add(far);
                thread(() -> pass(near, far));
                thread(() -> pass(far, near));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Takes and gives nothing, without a word, until it is told otherwise. */
    void dead(boolean now) {
        dead = now;
    }

    /** As a modem of so many bytes in a second, each way. */
    void slow(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Each piece takes so long on its way. */
    void delayed(Duration oneWay) {
        delay = oneWay;
    }

    /** The connection is reset when so many more bytes have gone to the machine. */
    void resetAfter(long bytes) {
        resetAfter.set(bytes);
    }

    /** So many connections are reset before a byte has come. */
    void refuse(int first) {
        refused = first;
    }

    private void pass(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] chunk = new byte[8 * 1024];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                while (dead) {
                    Thread.sleep(20);
                }
                Thread.sleep(delay.toMillis() + n * 1000L / bytesPerSecond);
                if (resetAfter.addAndGet(-n) < 0) {
                    resetAfter.set(Long.MAX_VALUE); // before: who hears of the reset may be back at once
                    reset(from);
                    reset(to);
                    return;
                }
                to.getOutputStream().write(chunk, 0, n);
            }
        }
    }

    /** Closed with RST, not FIN. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // One of the two ends is gone.
                    }
                },
                "faulty line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
