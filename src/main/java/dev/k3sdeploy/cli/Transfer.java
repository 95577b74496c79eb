package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Bytes on their way.
 *
 * @param began when it was first seen, in nanoseconds of some clock
 * @param before how many bytes had gone then
 * @param total -1 when unknown
 * @param seen when {@code done} was seen, by the same clock
 */
record Transfer(long began, long before, long done, long total, long seen) {
    /** Less than this says nothing about the rate. */
    private static final long SETTLED = Duration.ofMillis(300).toNanos();

    static Transfer begun(long done, long total, long now) {
        return new Transfer(now, done, done, total, now);
    }

    Transfer now(long newDone, long newTotal, long now) {
        return newDone < done ? begun(newDone, newTotal, now) : new Transfer(began, before, newDone, newTotal, now);
    }

    boolean ended() {
        return done == total;
    }

    /** In bytes a second; 0 while nothing can be said. */
    double rate() {
        long nanos = seen - began;
        return nanos < SETTLED ? 0 : (done - before) * 1e9 / nanos;
    }

    /** {@code [####----]  50 %  11.3 MB/s, 4 s left}, as much of it as there is room for. */
    String text(int room, Locale language) {
        String percent = ProgressBar.percent(done, total);
        String left = left().in(language);
        String rate = rate() > 0
                ? "  "
                        + Message.of("transfer.rate", ProgressBar.megabytes(Math.round(rate())))
                                .in(language)
                : "";
        String pace = rate + (left.isEmpty() ? "" : ", " + left);
        String leftAlone = left.isEmpty() ? "" : "  " + left;
        return Stream.of(
                        bar(16) + percent + pace,
                        bar(8) + percent + pace,
                        bar(8) + percent + leftAlone,
                        percent + leftAlone)
                .filter(text -> text.length() <= room)
                .findFirst()
                .orElse(percent);
    }

    private String bar(int width) {
        return total < 0 ? "" : ProgressBar.bar(width, done, total) + " ";
    }

    /** {@code 4 s left}; empty while nothing can be said. */
    private Message left() {
        return total < 0 || ended() || rate() <= 0
                ? Message.NONE
                : Message.of("transfer.left", Clock.text(Duration.ofSeconds(Math.round((total - done) / rate()))));
    }
}
