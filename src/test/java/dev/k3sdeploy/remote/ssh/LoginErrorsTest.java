package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures of SSH before anything is done on a machine; see docs/errors.md. */
@Timeout(60)
class LoginErrorsTest {
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

    private void shows(String id, SshEndpoint endpoint) {
        ErrorCatalogue.shows(
                id,
                Objects.requireNonNull(catchThrowableOfType(
                        K3sDeployException.class,
                        () -> sshd.connector().connect(endpoint).close())));
    }

    @Test
    void aPasswordIsRefused() {
        shows("refused-password", sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("guessed"))));
    }

    @Test
    void keysAreRefused() throws Exception {
        Path key = folder.resolve("id_ed25519");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor();
        Path garbage = Files.writeString(folder.resolve("id_rsa"), "no key");
        shows("refused-key", sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withKeys(List.of(key, garbage))));
    }

    @Test
    void theHostKeyHasChanged() {
        sshd.connector().connect(sshd.endpoint()).close();
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        shows("changed-host-key", sshd.endpoint());
    }

    @Test
    void theHostKeyThatTheUsersFileKnowsHasChanged() throws IOException {
        HostKeys own = new HostKeys(
                HostKeys.Policy.ACCEPT_NEW,
                folder.resolve("own"),
                List.of(folder.resolve(".ssh/known_hosts")),
                Optional.of("192.168.50.202"));
        sshd.connector().connect(sshd.endpoint().with(own)).close();
        Files.createDirectory(folder.resolve(".ssh"));
        Files.move(folder.resolve("own"), folder.resolve(".ssh/known_hosts"));
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        shows("changed-host-key-of-yours", sshd.endpoint().with(own));
    }

    @Test
    void theHostKeyIsNotKnown() {
        HostKeys strict = new HostKeys(HostKeys.Policy.YES, folder.resolve("none"), List.of());
        shows("unknown-host-key", sshd.endpoint().with(strict));
    }

    @Test
    void theHostKeyIsRevoked() throws IOException {
        sshd.connector().connect(sshd.endpoint()).close();
        Path known = folder.resolve("known_hosts");
        Files.writeString(known, "@revoked " + Files.readString(known));
        shows("revoked-host-key", sshd.endpoint());
    }

    @Test
    void somethingElseListens() throws IOException {
        Patience brief = new Patience(Duration.ofMillis(300), Duration.ZERO, Duration.ZERO);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            shows(
                    "no-ssh-server",
                    sshd.endpoint().withPort(silent.getLocalPort()).with(brief));
        }
    }
}
