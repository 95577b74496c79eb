package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.Content;
import dev.k3sdeploy.remote.RootSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are slow, that break, and that lead to something else: see docs/faults.md. */
@Timeout(90)
@SuppressWarnings("NullAway.Init")
class NetworkFaultsTest {
    private static final KeepAlive QUICK = new KeepAlive(Duration.ofSeconds(1), 2);

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

    private SshEndpoint endpoint(int port) {
        return endpoint(port, Duration.ofSeconds(10));
    }

    private SshEndpoint endpoint(int port, Duration timeout) {
        return sshd.endpoint().withPort(port).with(Patience.NONE.with(QUICK).withConnectTimeout(timeout));
    }

    /** With the patience that a run has by default. */
    private RootSession openPatiently() {
        return RootSession.open(sshd.connector().connect(sshd.endpoint().withPort(line.port())), Become.NO);
    }

    private RootSession open() {
        return RootSession.open(sshd.connector().connect(endpoint(line.port())), Become.NO);
    }

    private Content file(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return Content.of(Files.write(folder.resolve("file"), bytes));
    }

    @Test
    void aResetInTheMiddleOfAnUploadIsALostConnectionAndTheNextTryIsWhole() throws IOException {
        Content content = file(8 << 20);
        Command receive = Command.script("sha256sum");
        try (RootSession session = open()) {
            line.resetAfter(3 << 20);
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> session.stream(receive, content, sent -> {}))
                    .withMessageContaining("Lost the connection to box-1")
                    .withMessageContaining("run the same command again: it goes on where it was");
        }
        try (RootSession again = open()) {
            assertThat(again.stream(receive, content, sent -> {}).text()).hasSizeGreaterThan(60);
        }
    }

    @Test
    void aResetWhileACommandRunsIsToldAtOnceAndNotByItsDeadline() {
        try (RootSession session = open()) {
            CompletableFuture<Throwable> command = CompletableFuture.supplyAsync(
                            () -> session.run(Command.of("sleep", "60")))
                    .handle((result, problem) -> problem);
            line.resetAfter(0);
            assertThat(command.join()).hasCauseInstanceOf(ConnectionLostException.class);
        }
    }

    /** TCP repairs what ends before the keep-alive's patience. */
    @Test
    void aLineThatIsDeadForAMomentCostsNothingButTime() {
        try (RootSession session = open()) {
            line.dead(true);
            CompletableFuture<Void> healed = CompletableFuture.runAsync(
                    () -> line.dead(false),
                    CompletableFuture.delayedExecutor(1200, java.util.concurrent.TimeUnit.MILLISECONDS));
            assertThat(session.run(Command.of("echo", "on")).text()).isEqualTo("on");
            healed.join();
        }
        assertThat(line.connections()).isEqualTo(1);
    }

    @Test
    void aLineThatStaysDeadIsLostInTheMiddleOfAnUpload() throws IOException {
        Content content = file(16 << 20);
        try (RootSession session = open()) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> session.stream(Command.of("cat"), content, sent -> line.dead(true)));
        }
    }

    /** Patience of two seconds goes by what moves, and not by how long all of it takes, which is twice as much. */
    @Test
    void aSlowLineIsWaitedForAsLongAsSomethingMoves() throws IOException {
        arrives(8_000_000, 2_000_000);
    }

    private void arrives(int bytes, int bytesPerSecond) throws IOException {
        Content content = file(bytes);
        try (RootSession session = open()) {
            line.slow(bytesPerSecond);
            Command command = Command.script("wc -c").within(Duration.ofSeconds(60));
            assertThat(session.stream(command, content, sent -> {}).text()).isEqualTo("" + bytes);
        }
    }

    /**
     * As 25 kbit/s with the usual patience of fifteen seconds: an answer to a keepalive comes when all has arrived that was
     * sent before, so no more than a little may be under way.
     */
    @Test
    void aVerySlowLineIsNotTakenForADeadOne() throws IOException {
        arrives(200_000, 25_000);
        assertThat(line.connections()).isEqualTo(1);
    }

    @Test
    void aLongWayIsNoFault() throws IOException {
        line.delayed(Duration.ofMillis(80));
        try (RootSession session = openPatiently()) {
            assertThat(session.run(Command.of("echo", "on")).text()).isEqualTo("on");
            assertThat(session.stream(Command.script("wc -c"), file(100_000), sent -> {})
                            .text())
                    .isEqualTo("100000");
        }
    }

    /** As sshd's MaxStartups, and a forwarded port whose machine boots. */
    @Test
    void connectionsThatAreResetBeforeABannerAreTriedAgainWhereThereIsPatience() {
        line.refuse(2);
        Patience patience = Patience.NONE.booting(Duration.ofSeconds(30));
        try (RootSession session = RootSession.open(
                sshd.connector().connect(sshd.endpoint().withPort(line.port()).with(patience)), Become.NO)) {
            assertThat(session.run(Command.of("echo", "on")).text()).isEqualTo("on");
        }
        assertThat(line.connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "\u0000\u0001\u0002\u0003\n",
                "SSH-1.0-ancient\r\n",
                "SSH-2.0-x\r\n\r\nnonsense after the banner that is no packet of SSH's and is long enough\r\n"
            })
    void whatSpeaksSomethingElseIsNoMachine(String banner) throws IOException {
        try (ServerSocket other = says(banner)) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> sshd.connector().connect(endpoint(other.getLocalPort(), Duration.ofSeconds(1))))
                    .withMessageContaining("box-1");
        }
    }

    @Test
    void aLineInPlaceOfABannerIsNotReadForEver() throws IOException {
        try (ServerSocket other = says("x".repeat(20_000) + "\r\n")) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> sshd.connector().connect(endpoint(other.getLocalPort())));
        }
    }

    /** It is given up long before all of it has come. */
    @Test
    void aLineOfMegabytesInPlaceOfABannerIsGivenUpAtOnce() throws IOException {
        try (ServerSocket other = says("x".repeat(4_000_000))) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> sshd.connector().connect(endpoint(other.getLocalPort())))
                    .withMessageContaining("more than 32 kB came in place of an SSH server's first line");
        }
    }

    @Test
    void theLockOfAMachineCostsNoRoundTrip() throws IOException {
        roundTrips(null); // the first connection learns the machine's key
        int without = leastRoundTrips(null);
        assertThat(leastRoundTrips(new Claim(folder.resolve("lock").toString(), "run", "kim")))
                .isEqualTo(without);
    }

    /** How packets meet may add a turn, and never takes one away. */
    private int leastRoundTrips(@Nullable Claim claim) throws IOException {
        return Math.min(roundTrips(claim), Math.min(roundTrips(claim), roundTrips(claim)));
    }

    private int roundTrips(@Nullable Claim claim) throws IOException {
        InetSocketAddress machine = new InetSocketAddress(InetAddress.getLoopbackAddress(), sshd.port());
        try (DelayedPort far = new DelayedPort(machine, Duration.ofMillis(40));
                RootSession session = RootSession.open(
                        sshd.connector().connect(sshd.endpoint().withPort(far.port())), Become.NO, claim)) {
            session.run(Command.of("true"));
            return far.turns();
        }
    }

    private static ServerSocket says(String text) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    OutputStream out = client.getOutputStream();
                    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }
}
