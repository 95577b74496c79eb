package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port of this machine that leads to another one as over a long line: each way takes half of the round trip. It counts
 * what goes over it.
 */
public final class DelayedPort implements AutoCloseable {
    private record Chunk(ByteBuffer bytes, long due) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final long oneWay;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean nearSpoke;

    DelayedPort(int target, Duration roundTrip) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), roundTrip);
    }

    public DelayedPort(InetSocketAddress target, Duration roundTrip) throws IOException {
        this.target = target;
        this.oneWay = roundTrip.toNanos() / 2;
        thread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /** How often the near side spoke after the far one had: round trips, when there is one connection at a time. */
    public int turns() {
        return turns.get();
    }

    /** Both ways together. */
    public long bytes() {
        return bytes.get();
    }

    private void count(int size, boolean near) {
        bytes.addAndGet(size);
        if (near && !nearSpoke) {
            turns.incrementAndGet();
        }
        nearSpoke = near;
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            connections.incrementAndGet();
            Socket far = new Socket(target.getAddress(), target.getPort());
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            line(near, far, true);
            line(far, near, false);
        }
    }

    private void line(Socket from, Socket to, boolean near) {
        BlockingQueue<Chunk> line = new LinkedBlockingQueue<>();
        thread(() -> read(from.getInputStream(), line, near));
        thread(() -> {
            try (to) {
                write(line, to.getOutputStream());
            }
        });
    }

    private void read(InputStream from, BlockingQueue<Chunk> line, boolean near) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            count(n, near);
            line.add(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), System.nanoTime() + oneWay));
        }
        line.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime() + oneWay));
    }

    private static void write(BlockingQueue<Chunk> line, OutputStream to) throws IOException, InterruptedException {
        for (Chunk chunk = line.take(); chunk.bytes().hasRemaining(); chunk = line.take()) {
            TimeUnit.NANOSECONDS.sleep(chunk.due() - System.nanoTime());
            to.write(chunk.bytes().array());
        }
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
                        // One of the two ends is closed.
                    }
                },
                "delayed port");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
