package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Content on its way into a process, on a thread of its own: a write into a pipe that nobody reads never returns. */
final class Feed {
    private static final Duration TELL_EVERY = Duration.ofMillis(100);

    private final Content content;
    private final OutputStream stdin;
    private final Thread thread;
    private final AtomicLong total = new AtomicLong();
    private volatile boolean taken;
    private volatile @Nullable IOException unreadable;

    Feed(Content content, OutputStream stdin, String machine) {
        this.content = content;
        this.stdin = stdin;
        thread = new Thread(this::send, "k3sdeploy sending to " + machine);
        thread.setDaemon(true);
        thread.start();
    }

    private void send() {
        try (InputStream input = content.open()) {
            byte[] chunk = new byte[128 * 1024];
            for (int n = input.read(chunk); n >= 0; n = input.read(chunk)) {
                if (!write(chunk, n)) {
                    return;
                }
                total.addAndGet(n);
            }
            if (total.get() != content.size()) {
                throw new IOException("it had " + content.size() + " bytes and now has " + total);
            }
            taken = end();
        } catch (IOException e) {
            unreadable = e;
        }
    }

    private boolean write(byte[] chunk, int length) {
        try {
            stdin.write(chunk, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean end() {
        try {
            stdin.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits for the end of the sending, successful or not.
     *
     * @param sent hears on this thread how many bytes have gone
     * @return false when nothing has moved for as long as {@code patience}
     */
    boolean await(LongConsumer sent, Duration patience) throws InterruptedException {
        long told = 0;
        long moved = System.nanoTime();
        while (thread.isAlive()) {
            thread.join(TELL_EVERY.toMillis());
            if (total.get() != told) {
                told = total.get();
                moved = System.nanoTime();
                sent.accept(told);
            } else if (thread.isAlive() && System.nanoTime() - moved > patience.toNanos()) {
                return false;
            }
        }
        if (total.get() != told) {
            sent.accept(total.get());
        }
        return true;
    }

    /** Whether all went; false when the other side stopped reading, whose exit status then says why. */
    boolean whole() {
        return taken;
    }

    /** Why the content could not be read; null when it could. */
    @Nullable
    IOException unreadable() {
        return unreadable;
    }
}
