package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins: who gets in, who does not, and what is told of each way that was tried. */
@Timeout(60)
class SshConnectorTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private void connect(SshEndpoint endpoint) {
        sshd.connector().connect(endpoint).close();
    }

    @Test
    void aClosedPortIsRefusedAndTheMessageSaysWhatToLookAt() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> connect(sshd.endpoint().withPort(port)))
                .withMessageContaining("Cannot reach box-1 (127.0.0.1:" + port + "): connection refused")
                .withMessageContaining("vagrant status");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        Patience short1 = new Patience(Duration.ofMillis(300), Duration.ZERO, Duration.ZERO);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SshEndpoint endpoint =
                    sshd.endpoint().withPort(silent.getLocalPort()).with(short1);
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> connect(endpoint))
                    .withMessageContaining("the port is open, but no SSH server answered");
        }
    }

    @Test
    void aMachineThatBootsIsWaitedFor() throws Exception {
        int port = sshd.port();
        sshd.close();
        Thread boot = new Thread(() -> {
            try {
                Thread.sleep(700);
                sshd = new EmbeddedSshd(folder);
                sshd.server().setPort(port);
                sshd.start();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        SshEndpoint endpoint = sshd.endpoint().withPort(port).with(Patience.whileBooting(Duration.ofSeconds(30)));
        boot.start();
        connect(endpoint);
        boot.join();
    }

    @Test
    void aRefusedLoginIsRepeatedWhileKeysMayStillComeAndThenTold() {
        Login wrong = Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("guessed"));
        Patience some = new Patience(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(1));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(sshd.endpoint().with(wrong).with(some)))
                .withMessageContaining("Cannot log in to box-1")
                .withMessageContaining("password: refused")
                .withMessageContaining("ansible_user")
                .withMessageNotContaining("guessed");
        assertThat(sshd.logins.get()).isGreaterThan(2);
    }

    @Test
    void eachKeyIsNamedWithWhyItDidNotWork() throws Exception {
        Path refused = folder.resolve("refused");
        Path encrypted = folder.resolve("encrypted");
        Path garbage = Files.writeString(folder.resolve("garbage"), "no key");
        OpenSshTools.keygen(refused, "-t", "ed25519");
        OpenSshTools.keygen(encrypted, "-t", "ed25519", "-N", "secret words");
        sshd.server().setPublickeyAuthenticator((user, key, session) -> false);
        Login login = Login.WITH_DEFAULT_KEYS.withKeys(List.of(refused, encrypted, garbage, folder.resolve("missing")));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(sshd.endpoint().with(login)))
                .withMessageContaining("refused: refused")
                .withMessageContaining("encrypted: it needs a passphrase and none was given")
                .withMessageContaining("garbage: it is no private key")
                .withMessageContaining("missing: ");
    }

    @Test
    void thePassphraseOfAKeyIsAskedForOnceForAllMachines() throws Exception {
        Path key = folder.resolve("encrypted");
        OpenSshTools.keygen(key, "-t", "ed25519", "-N", "secret words");
        sshd.server().setPublickeyAuthenticator((user, offered, session) -> true);
        AtomicInteger asked = new AtomicInteger();
        SshConnector connector = new SshConnector(
                folder,
                file -> {
                    asked.incrementAndGet();
                    return Optional.of(Secret.of("secret words"));
                },
                HostKeyQuestion.NOBODY);
        SshEndpoint endpoint = sshd.endpoint().with(Login.withKey(key));
        connector.connect(endpoint).close();
        connector.connect(endpoint).close();
        assertThat(asked).hasValue(1);

        SshConnector wrong =
                new SshConnector(folder, file -> Optional.of(Secret.of("guessed")), HostKeyQuestion.NOBODY);
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> wrong.connect(endpoint))
                .withMessageContaining("the passphrase is wrong");
    }

    @Test
    void everyUsualFormatOfKeyOpensTheDoor() throws Exception {
        sshd.server().setPublickeyAuthenticator((user, offered, session) -> true);
        String[][] kinds = {
            {"-t", "ed25519"},
            {"-t", "ecdsa"},
            {"-t", "ecdsa", "-m", "PEM"},
            {"-t", "ecdsa", "-m", "PKCS8"},
            {"-t", "rsa"},
            {"-t", "rsa", "-m", "PEM"},
            {"-t", "rsa", "-m", "PKCS8"}
        };
        for (int i = 0; i < kinds.length; i++) {
            Path key = folder.resolve("key" + i);
            OpenSshTools.keygen(key, kinds[i]);
            connect(sshd.endpoint().with(Login.withKey(key)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.ppk", "v2-enc.ppk", "v3.ppk", "v3-enc.ppk", "rsa.ppk", "ec.ppk"})
    void keysOfPuttyOpenTheDoor(String name) throws Exception {
        sshd.server().setPublickeyAuthenticator((user, offered, session) -> true);
        Path key = Path.of(SshConnectorTest.class.getResource(name).toURI());
        SshConnector connector =
                new SshConnector(folder, file -> Optional.of(Secret.of("secret words")), HostKeyQuestion.NOBODY);
        connector.connect(sshd.endpoint().with(Login.withKey(key))).close();
    }

    @Test
    void aLostConnectionIsNoExitStatus() throws IOException {
        try (Connection connection = sshd.connector().connect(sshd.endpoint())) {
            RemoteProcess process = connection.start("sleep 5");
            sshd.close();
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> process.waitFor(Duration.ofSeconds(20)))
                    .withMessageContaining("Lost the connection to box-1");
            assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> connection.start("true"));
        }
    }

    @Test
    void onlyCurrentAlgorithmsAreOffered() {
        Algorithms offered = Algorithms.current();
        Stream<String> names = Stream.of(
                        offered.getKeyExchangeFactories(),
                        offered.getCipherFactories(),
                        offered.getMACFactories(),
                        offered.getKeyAlgorithms())
                .flatMap(List::stream)
                .map(net.schmizz.sshj.common.Factory.Named::getName);
        assertThat(names)
                .isNotEmpty()
                .noneMatch(name -> name.matches(".*(sha1|md5|cbc|arcfour|dss|group1-|chacha|ssh-rsa).*"));
        assertThat(java.security.Security.getProviders()[0].getName()).isNotEqualTo("BC");
    }
}
