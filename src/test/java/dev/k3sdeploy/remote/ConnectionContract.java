package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every transport promises about a process. */
@Timeout(60)
public interface ConnectionContract {
    Duration SOON = Duration.ofSeconds(20);
    int FIVE_MEGABYTES = 5 << 20;

    /** One for each task: in a common pool they would wait for each other. */
    Executor THREADS = task -> new Thread(task, "contract").start();

    /** The connection under test; closed by whoever made it. */
    Connection connection();

    @Test
    default void theExitStatusIsExact() {
        assertThat(ended("exit 0")).hasValue(0);
        assertThat(ended("exit 3")).hasValue(3);
        assertThat(ended("exit 255")).hasValue(255);
        assertThat(ended("no-such-command-anywhere")).hasValue(127);
    }

    @Test
    default void aSignalIsAStatusAbove128() {
        assertThat(ended("kill -KILL $$")).hasValue(137);
        assertThat(ended("kill -TERM $$")).hasValue(143);
    }

    private OptionalInt ended(String commandLine) {
        try (RemoteProcess process = connection().start(commandLine)) {
            CompletableFuture<byte[]> err = drain(process.stderr());
            drain(process.stdout()).join();
            err.join();
            return process.waitFor(SOON);
        }
    }

    @Test
    default void bothOutputsArriveApartAndWithEveryByte() {
        try (RemoteProcess process = connection().start("printf 'a\\000b\\377\\n'; printf 'err\\r\\n' >&2")) {
            CompletableFuture<byte[]> err = drain(process.stderr());
            assertThat(drain(process.stdout()).join()).containsExactly('a', 0, 'b', 0xff, '\n');
            assertThat(err.join()).asString().isEqualTo("err\r\n");
        }
    }

    @Test
    default void fiveMegabytesOnBothOutputsAtOnceDoNotStandStill() {
        String both = "head -c 5242880 /dev/zero & head -c 5242880 /dev/zero >&2; wait; exit 7";
        try (RemoteProcess process = connection().start(both)) {
            CompletableFuture<byte[]> err = drain(process.stderr());
            assertThat(drain(process.stdout()).join()).hasSize(FIVE_MEGABYTES);
            assertThat(err.join()).hasSize(FIVE_MEGABYTES);
            assertThat(process.waitFor(SOON)).hasValue(7);
        }
    }

    @Test
    default void theInputArrivesWholeAndItsEndToo() throws IOException {
        try (RemoteProcess process = connection().start("cksum")) {
            CompletableFuture<byte[]> out = drain(process.stdout());
            try (OutputStream stdin = process.stdin()) {
                stdin.write(new byte[FIVE_MEGABYTES]);
            }
            assertThat(new String(out.join(), StandardCharsets.US_ASCII)).contains(" " + FIVE_MEGABYTES);
        }
    }

    @Test
    default void aProcessThatDoesNotReadItsInputEndsTheWritingAndNothingElse() {
        try (RemoteProcess process = connection().start("exit 4")) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(
                    () -> {
                        try (OutputStream stdin = process.stdin()) {
                            stdin.write(new byte[FIVE_MEGABYTES]);
                        } catch (IOException e) {
                            throw new CompletionException(e);
                        }
                    },
                    THREADS);
            assertThat(drain(process.stdout())).succeedsWithin(SOON);
            assertThat(process.waitFor(SOON)).hasValue(4);
            assertThat(ended("exit 5")).hasValue(5);
            assertThat(writing).failsWithin(SOON);
        }
    }

    @Test
    default void aProcessThatStillRunsHasNoStatus() throws IOException {
        try (RemoteProcess process = connection().start("read -r line; exit 6")) {
            assertThat(process.waitFor(Duration.ofMillis(50))).isEmpty();
            process.stdin().write('\n');
            process.stdin().flush();
            assertThat(process.waitFor(SOON)).hasValue(6);
        }
    }

    @Test
    default void closingDoesNotWaitForAProcessThatGoesOn() {
        long start = System.nanoTime();
        connection().start("sleep 20").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ended("exit 1")).hasValue(1);
    }

    @Test
    default void severalProcessesRunAtOnce() throws IOException {
        try (RemoteProcess first = connection().start("cat");
                RemoteProcess second = connection().start("cat");
                RemoteProcess third = connection().start("cat")) {
            for (RemoteProcess process : new RemoteProcess[] {third, first, second}) {
                process.stdin().close();
                assertThat(process.waitFor(SOON)).hasValue(0);
            }
        }
    }

    /** Reads to the end on a thread of its own. */
    private static CompletableFuture<byte[]> drain(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }
}
