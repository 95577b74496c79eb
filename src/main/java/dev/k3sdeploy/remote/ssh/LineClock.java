package dev.k3sdeploy.remote.ssh;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of all connections of a connector, by one thread however many they are. Trap: to write to a line that is dead,
 * and to close one that leads through another, may take as long as the system likes; so whatever is due is done by a
 * thread that may be kept, while the clock goes on. Its threads end when nothing is due for a while.
 */
final class LineClock {
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, daemons("k3sdeploy ssh clock"));
    private final ExecutorService hands = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            daemons("k3sdeploy ssh keepalive"));

    LineClock() {
        clock.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Something that is done again and again. */
    interface Work {
        /** Null when it need not be done again; else after which time. Must not block, and not throw. */
        @Nullable
        Duration next();
    }

    /** Does the work now, and again as it wishes. */
    void begin(Work work) {
        clock.execute(() -> again(work));
    }

    private void again(Work work) {
        Duration pause = work.next();
        if (pause != null) {
            Future<?> unused = clock.schedule(() -> again(work), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Does what may block, elsewhere. */
    void aside(Runnable work) {
        hands.execute(work);
    }
}
