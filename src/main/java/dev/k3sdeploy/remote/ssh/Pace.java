package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets no more be under way than a line carries in a few seconds, as long as it is not known to be fast. Trap: answers to
 * keepalives wait in line behind what was sent before; on a line of 56 kbit/s that may be a minute's worth, which looks like
 * a dead line. One for a connection, whose processes share the line.
 */
final class Pace {
    /** What a line of 3 kB/s carries before it is taken for dead. */
    private static final int FIRST = 32 * 1024;

    private static final int LEAST = 2 * 1024;

    /** A line that carries so much in the time that may be under way is never asked again. */
    private static final int MUCH = 512 * 1024;

    /** Of the longest silence; the rest is for the way there and back, and for a line that gets slower. */
    private static final int PART = 5;

    /** What the other side answers as soon as it has got all that was sent before. */
    @FunctionalInterface
    interface Question {
        /** {@return whether there is an answer now} */
        BooleanSupplier ask() throws IOException;
    }

    private final Question question;
    private final double secondsUnderWay;
    private int window = FIRST;
    private int sent;
    private long began;
    private boolean fast;

    /** @param longestSilence after which the line is taken for dead */
    Pace(Duration longestSilence, Question question) {
        this.question = question;
        this.secondsUnderWay = longestSilence.toMillis() / 1000.0 / PART;
    }

    /**
     * Waits until more may go.
     *
     * @param wanted bytes of something long
     * @return how many of them may go now; one at least
     */
    synchronized int allow(int wanted) throws IOException {
        if (fast) {
            return wanted;
        }
        if (sent >= window) {
            awaitArrival();
        }
        if (sent == 0) {
            began = System.nanoTime();
        }
        int allowed = fast ? wanted : Math.min(wanted, window - sent);
        sent += allowed;
        return allowed;
    }

    private void awaitArrival() throws IOException {
        BooleanSupplier answered = question.ask();
        while (!answered.getAsBoolean()) {
            pause();
        }
        double seconds = Math.max(System.nanoTime() - began, 1) / 1e9;
        double carried = sent / seconds * secondsUnderWay;
        fast = carried >= MUCH;
        window = (int) Math.max(LEAST, Math.min(carried, MUCH));
        sent = 0;
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending");
        }
    }
}
