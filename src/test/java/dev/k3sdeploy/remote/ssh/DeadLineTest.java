package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
        relay = new Relay(sshd.port());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        sshd.close();
    }

    private Connection connect() {
        Patience patience = Patience.NONE.with(new KeepAlive(Duration.ofSeconds(1), 2));
        return sshd.connector().connect(sshd.endpoint().withPort(relay.port()).with(patience));
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
        relay.dead = true;
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
        relay.dead = true;
        assertThat(sending).failsWithin(30, TimeUnit.SECONDS);
        connection.close();
    }

    /** Passes bytes on until it is dead; then it takes and gives none. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private volatile boolean dead;

        Relay(int to) throws IOException {
            thread(() -> {
                while (true) {
                    Socket client = server.accept();
                    Socket target = new Socket(InetAddress.getLoopbackAddress(), to);
                    thread(() -> pass(client, target));
                    thread(() -> pass(target, client));
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        private void pass(Socket from, Socket to) throws IOException, InterruptedException {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] chunk = new byte[32 * 1024];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    while (dead) {
                        Thread.sleep(50);
                    }
                    to.getOutputStream().write(chunk, 0, n);
                }
            }
        }

        private interface Work {
            void run() throws IOException, InterruptedException;
        }

        private static void thread(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException | InterruptedException e) {
                    // One of the ends is gone.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
