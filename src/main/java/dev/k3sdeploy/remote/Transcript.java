package dev.k3sdeploy.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of a shell that stays open: what came before a marker belongs to the command that was asked, the
 * rest of the marker's line is how it ended. Bounded: of more than {@link #LIMIT} bytes the middle is dropped.
 */
final class Transcript {
    static final int LIMIT = 8 << 20;
    private static final int HEAD = LIMIT / 4;
    private static final int KEPT_TAIL = LIMIT / 4;

    /** More than the rest of a marker's line; what a left-over process still writes after it is nobody's. */
    private static final int AFTER_MARKER = 64;

    private static final byte[] NO_MARKER = {};

    private byte[] buffer = new byte[8192];
    private int size;
    private long dropped;
    private byte[] marker = NO_MARKER;
    private int markerAt = -1;
    private boolean markerLeads;
    private boolean ended;
    private @Nullable Consumer<String> listener;

    /** Reads the stream until its end, on a thread of its own. */
    void follow(InputStream stream, String threadName) {
        Thread thread = new Thread(() -> pump(stream), threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(InputStream stream) {
        byte[] chunk = new byte[32 * 1024];
        try {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                accept(chunk, n);
            }
        } catch (IOException e) {
            // The stream is over; whoever waits for the marker learns so below.
        } finally {
            end();
        }
    }

    private synchronized void accept(byte[] chunk, int length) {
        if (markerAt >= 0 && size >= markerAt + marker.length + AFTER_MARKER) {
            return;
        }
        int searchFrom = Math.max(0, size - marker.length);
        if (size + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + length));
        }
        System.arraycopy(chunk, 0, buffer, size, length);
        size += length;
        if (markerAt < 0) {
            markerAt = find(searchFrom);
            if (markerAt >= 0 && markerLeads) {
                forgetThroughMarker();
            }
        }
        if (listener != null) {
            tellLines(listener);
        }
        if (markerAt < 0 && size > LIMIT) {
            dropMiddle();
        }
        notifyAll();
    }

    /** A line that is whole holds nothing of the marker: that would have been found first. */
    private void tellLines(Consumer<String> hears) {
        int end = markerAt < 0 ? size : markerAt;
        int told = 0;
        for (int at = 0; at < end; at++) {
            if (buffer[at] == '\n') {
                hears.accept(new String(buffer, told, at - told, StandardCharsets.UTF_8));
                told = at + 1;
            }
        }
        if (markerAt > told) {
            hears.accept(new String(buffer, told, markerAt - told, StandardCharsets.UTF_8));
            told = markerAt;
        }
        System.arraycopy(buffer, told, buffer, 0, size - told);
        size -= told;
        markerAt = markerAt < 0 ? -1 : markerAt - told;
    }

    private void forgetThroughMarker() {
        int from = markerAt + marker.length;
        System.arraycopy(buffer, from, buffer, 0, size - from);
        size -= from;
        marker = NO_MARKER;
        markerAt = -1;
    }

    private void dropMiddle() {
        System.arraycopy(buffer, size - KEPT_TAIL, buffer, HEAD, KEPT_TAIL);
        dropped += size - KEPT_TAIL - HEAD;
        size = HEAD + KEPT_TAIL;
    }

    private int find(int from) {
        if (marker.length == 0) {
            return -1;
        }
        for (int at = from; at <= size - marker.length; at++) {
            if (buffer[at] == marker[0] && Arrays.equals(buffer, at, at + marker.length, marker, 0, marker.length)) {
                return at;
            }
        }
        return -1;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Forgets what came so far and waits for a new marker from now on. */
    synchronized void expect(String newMarker) {
        if (buffer.length > 1 << 20) {
            buffer = new byte[8192];
        }
        size = 0;
        dropped = 0;
        marker = newMarker.getBytes(StandardCharsets.US_ASCII);
        markerAt = -1;
        markerLeads = false;
        listener = null;
    }

    /** As {@link #expect}; what comes before the marker is told line by line, and not kept. */
    synchronized void tell(String newMarker, Consumer<String> hears) {
        expect(newMarker);
        listener = hears;
    }

    /** Forgets what came so far and what comes before a marker; all that follows it is output, to the end. */
    synchronized void expectFirst(String newMarker) {
        expect(newMarker);
        markerLeads = true;
    }

    /** Forgets what came so far; all that comes from now on is output. */
    synchronized void expectNoMarker() {
        expect("");
    }

    /** Waits for the marker; false when it has not come by {@code deadline} ({@link System#nanoTime}) or never will. */
    synchronized boolean await(long deadline) throws InterruptedException {
        while (markerAt < 0 && !isPastLeadingMarker() && !ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return markerAt >= 0 || isPastLeadingMarker();
    }

    private boolean isPastLeadingMarker() {
        return markerLeads && marker.length == 0;
    }

    /** The rest of the marker's line, once it is whole; empty when the stream ended or the deadline passed before. */
    synchronized String trailer(long deadline) throws InterruptedException {
        while (true) {
            for (int at = markerAt + marker.length; at < size; at++) {
                if (buffer[at] == '\n') {
                    int from = markerAt + marker.length;
                    return new String(buffer, from, at - from, StandardCharsets.UTF_8).strip();
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                return "";
            }
            wait(left);
        }
    }

    /** Waits for the end of the stream. */
    synchronized boolean awaitEnd(long deadline) throws InterruptedException {
        while (!ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** What came before the marker, or all that came while it is missing. */
    synchronized Output output() {
        return new Output(Arrays.copyOf(buffer, markerAt < 0 ? size : markerAt), dropped);
    }
}
