package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.k3sdeploy.remote.ssh.OpenSshTools.RunningAgent;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by a real ssh-agent, on a server in this process. */
@Timeout(60)
class AgentTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;
    private RunningAgent agent;

    /** The fingerprints of the keys that were offered, with and without a signature. */
    private final List<String> offered = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException, InterruptedException {
        agent = new RunningAgent(folder.resolve("agent"));
        sshd = new EmbeddedSshd(folder);
        sshd.start();
        open("");
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
        agent.close();
    }

    /** Lets one key in. */
    private void open(String fingerprint) {
        sshd.server().setPublickeyAuthenticator((user, key, session) -> {
            offered.add(fingerprint(key));
            return fingerprint(key).equals(fingerprint);
        });
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(key);
    }

    private static String fingerprint(Path key) {
        return OpenSshTools.run(List.of("ssh-keygen", "-lf", key.toString()), Optional.empty())
                .split(" ", -1)[1];
    }

    private Path key(String name, String... options) {
        return OpenSshTools.keygen(folder.resolve(name), options);
    }

    private Login login() {
        return Login.WITH_DEFAULT_KEYS.withAgent(agent.address());
    }

    private void connect(Login login) {
        sshd.connector().connect(sshd.endpoint().with(login)).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKeyOfTheAgentOpensTheDoorAlthoughItsFileIsGone(String type) throws IOException {
        Path key = key("key", "-t", type);
        agent.add(key);
        open(fingerprint(key));
        Files.delete(key);
        connect(login());
        Files.delete(folder.resolve("key.pub"));
        connect(login());
    }

    @Test
    void theNamedKeyComesFirstAndItsPassphraseIsNotAskedFor() throws IOException {
        for (int i = 0; i < 5; i++) {
            agent.add(key("other" + i, "-t", "ed25519"));
        }
        Path named = key("named", "-t", "ed25519");
        agent.add(named);
        OpenSshTools.run(
                List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", "secret words", "-f", named.toString()),
                Optional.empty());
        Files.delete(folder.resolve("named.pub")); // so that only the file itself tells which key it is
        open(fingerprint(named));
        connect(login().withKeys(List.of(named)));
        assertThat(offered).containsOnly(fingerprint(named));
    }

    @Test
    void withIdentitiesOnlyTheOtherKeysStayWhereTheyAre() {
        agent.add(key("other", "-t", "ed25519"));
        Path named = key("named", "-t", "ed25519");
        open(fingerprint(folder.resolve("other")));
        connect(login().withKeys(List.of(named)));
        offered.clear();
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login().withKeys(List.of(named)).withOnlyNamed(true)));
        assertThat(offered).containsOnly(fingerprint(named));
    }

    @Test
    void aPublicKeyNamesOneOfTheAgents() throws IOException {
        Path named = key("named", "-t", "ed25519");
        agent.add(key("other", "-t", "ed25519")).add(named);
        open(fingerprint(named));
        Files.delete(named);
        Login login = login().withKeys(List.of(folder.resolve("named.pub"))).withOnlyNamed(true);
        connect(login);
        assertThat(offered).containsOnly(fingerprint(folder.resolve("named.pub")));
        OpenSshTools.run(List.of("ssh-add", "-q", "-D"), agent.address());
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login))
                .withMessageContaining(
                        "named.pub: it is a public key, and the ssh-agent does not hold its private half");
    }

    @Test
    void theAgentComesBeforeTheDefaultNames() throws IOException {
        Files.createDirectories(folder.resolve(".ssh"));
        Path standard = key(".ssh/id_ed25519", "-t", "ed25519");
        Path held = key("held", "-t", "ed25519");
        agent.add(held);
        open(fingerprint(standard));
        connect(login());
        assertThat(offered).containsSubsequence(fingerprint(held), fingerprint(standard));
    }

    @Test
    void eachKeyThatWasRefusedIsNamed() {
        Path key = key("key", "-t", "ed25519");
        agent.add(key);
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login()))
                .withMessageContaining("agent key test (ssh-ed25519 " + fingerprint(key) + "): refused");
    }

    @Test
    void anEmptyAgentIsTold() {
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login()))
                .withMessageContaining("ssh-agent: it holds no keys");
    }

    @Test
    void anAgentThatIsNotThereIsToldAndIsNoObstacle() {
        Login gone = Login.WITH_DEFAULT_KEYS.withAgent(
                Optional.of(folder.resolve("gone").toString()));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(gone))
                .withMessageContaining("ssh-agent at " + folder.resolve("gone") + ": ");
        Path key = key("key", "-t", "ed25519");
        open(fingerprint(key));
        connect(gone.withKeys(List.of(key)));
    }

    @Test
    void anAgentThatRefusesToSignIsToldAsSuch() {
        Path key = key("key", "-t", "ed25519");
        OpenSshTools.run(List.of("ssh-add", "-q", "-c", key.toString()), agent.address()); // nobody can confirm
        open(fingerprint(key));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login()))
                .withMessageContaining("the agent did not sign: it refused");
    }

    @Test
    void whatIsNoAgentIsNotBelieved() throws Exception {
        Path socket = folder.resolve("impostor");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread impostor = new Thread(() -> {
                try (SocketChannel client = server.accept()) {
                    client.write(
                            ByteBuffer.wrap("HTTP/1.1 400\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                    client.read(ByteBuffer.allocate(100));
                } catch (IOException e) {
                    // The other end has seen enough.
                }
            });
            impostor.start();
            assertThatIOException()
                    .isThrownBy(() -> new Agent(socket.toString()).keys())
                    .withMessage("what answers is no ssh-agent");
            impostor.join();
        }
    }

    @Test
    void aServerThatHangsUpAfterManyKeysIsTold() {
        for (int i = 0; i < 4; i++) {
            agent.add(key("key" + i, "-t", "ed25519"));
        }
        org.apache.sshd.core.CoreModuleProperties.MAX_AUTH_REQUESTS.set(sshd.server(), 2);
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(login()))
                .withMessageContaining("Then the machine ended the connection: Too many authentication failures")
                .withMessageContaining("IdentitiesOnly");
    }
}
