package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A line that goes dead without a word, as when a VM is paused or a cable pulled. */
@Timeout(60)
class DeadLineTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;
    private FaultyLine line;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
        line = new FaultyLine(sshd.port());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        sshd.close();
    }

    private Connection connect() {
        Patience patience = Patience.NONE.with(new KeepAlive(Duration.ofSeconds(1), 2));
        return sshd.connector().connect(sshd.endpoint().withPort(line.port()).with(patience));
    }

    @Test
    void usuallyFifteenSecondsAreTheEnd() {
        assertThat(KeepAlive.DEFAULT.longestSilence()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aQuietCommandOnALineThatLivesGoesOn() {
        try (Connection connection = connect();
                RemoteProcess process = connection.start("sleep 4; exit 3")) {
            assertThat(process.waitFor(Duration.ofSeconds(20))).hasValue(3);
        }
    }

    @Test
    void whoWaitsForACommandLearnsThatTheLineIsDead() {
        Connection connection = connect();
        RemoteProcess process = connection.start("sleep 50");
        line.dead(true);
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> process.waitFor(Duration.ofSeconds(30)));
        connection.close();
    }

    @Test
    void whoSendsLearnsItToo() throws IOException {
        Connection connection = connect();
        RemoteProcess process = connection.start("cat >/dev/null");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> {
                    byte[] chunk = new byte[64 * 1024];
                    try (OutputStream stdin = process.stdin()) {
                        for (int i = 0; i < 100_000; i++) {
                            stdin.write(chunk);
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        line.dead(true);
        assertThat(sending).failsWithin(30, TimeUnit.SECONDS);
        connection.close();
    }
}
