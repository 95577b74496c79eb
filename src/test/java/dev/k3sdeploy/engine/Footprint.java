package dev.k3sdeploy.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What this process takes of its machine; the most of it since it was begun to be looked at, until it is closed. */
public final class Footprint implements AutoCloseable {
    private static final int CLOCK = 1;

    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final Thread looking = new Thread(this::look, "footprint");

    private Footprint() {}

    /** Looks several times a second from now on. */
    public static Footprint begin() {
        Footprint footprint = new Footprint();
        footprint.looking.setDaemon(true);
        footprint.looking.start();
        return footprint;
    }

    private void look() {
        try {
            while (true) {
                note();
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            // It has been closed.
        }
    }

    private void note() {
        threads.accumulateAndGet(ownThreads(), Math::max);
        files.accumulateAndGet(openFiles(), Math::max);
    }

    /** The most threads of the program's own. */
    public int mostThreads() {
        return threads.get();
    }

    /** The most files, sockets and pipes. */
    public int mostFiles() {
        return files.get();
    }

    /** Without those of a server in this process. Trap: to ask for stacks stops all of them, at each count. */
    public static int ownThreads() {
        Thread[] all = new Thread[2 * Thread.activeCount() + 100];
        return (int) Stream.of(all)
                .limit(Thread.enumerate(all))
                .map(Thread::getName)
                .filter(name -> name.startsWith("k3sdeploy") || name.startsWith("sshj"))
                .count();
    }

    /**
     * Returns when there are no more of them than before, but for the clock of all connections, which waits a while for
     * others. Those that close connections end a moment after a run.
     *
     * @return false when it takes more than a minute
     */
    public static boolean threadsEnd(int before) throws InterruptedException {
        for (int i = 0; i < 600 && ownThreads() > before + CLOCK; i++) {
            Thread.sleep(100);
        }
        return ownThreads() <= before + CLOCK;
    }

    /** Those of this process, now. */
    public static int openFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** In bytes, of what is still needed. */
    public static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
