package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.ssh.OpenSshTools.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways into a real OpenSSH: agent, certificates of users and of the host. */
class LoginIT {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static LabHost host;
    private static Path authority;
    private RunningAgent agent;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(shared);
        authority = OpenSshTools.keygen(shared.resolve("authority"), "-t", "ed25519");
        host.prepare("echo '" + line(shared.resolve("authority.pub")) + "' >/etc/ssh/authority.pub\n"
                + "echo 'TrustedUserCAKeys /etc/ssh/authority.pub' >/etc/ssh/sshd_config.d/authority.conf\n"
                + LabHost.RELOAD);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void startAgent() throws IOException, InterruptedException {
        agent = new RunningAgent(folder.resolve("agent"));
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void connect(Login login) {
        connect(host.endpoint("vagrant").with(login));
    }

    private static void connect(SshEndpoint endpoint) {
        // sshd refuses connections for a moment while it reads its configuration anew.
        Patience reload = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ZERO);
        host.connector().connect(endpoint.with(reload)).close();
    }

    private Login byAgent() {
        return Login.WITH_DEFAULT_KEYS.withAgent(agent.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKeyOfTheAgentLogsIn(String type) throws IOException {
        Path key = OpenSshTools.keygen(folder.resolve("key"), "-t", type);
        agent.add(key);
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(byAgent()))
                .withMessageContaining("agent key test (")
                .withMessageContaining("): refused")
                .withMessageContaining("The machine allows: publickey");
        host.prepare("echo '" + line(folder.resolve("key.pub")) + "' >>~vagrant/.ssh/authorized_keys");
        Files.delete(key);
        connect(byAgent());
    }

    @Test
    void anAgentWithTooManyKeysIsToldAndANamedKeyStillLogsIn() {
        for (int i = 0; i < 8; i++) {
            agent.add(OpenSshTools.keygen(folder.resolve("key" + i), "-t", "ed25519"));
        }
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(byAgent()))
                .withMessageContaining("Then the machine ended the connection: Too many authentication failures")
                .withMessageContaining("IdentitiesOnly");
        connect(byAgent().withKeys(List.of(host.key())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aCertificateLogsInFromItsFileAndFromTheAgent(String type) throws IOException {
        Path key = OpenSshTools.keygen(folder.resolve("key"), "-t", type);
        assertThatExceptionOfType(LoginRefusedException.class).isThrownBy(() -> connect(Login.withKey(key)));
        OpenSshTools.certify(authority, folder.resolve("key.pub"), "-n", "vagrant");
        connect(Login.withKey(key));
        agent.add(key);
        Files.delete(key);
        connect(byAgent().withKeys(List.of(key)).withOnlyNamed(true));
    }

    @Test
    void aCertificateForAnotherUserOrOfYesterdayIsRefused() {
        Path key = OpenSshTools.keygen(folder.resolve("key"), "-t", "ed25519");
        Path publicKey = folder.resolve("key.pub");
        OpenSshTools.certify(authority, publicKey, "-n", "root");
        assertThatExceptionOfType(LoginRefusedException.class).isThrownBy(() -> connect(Login.withKey(key)));
        OpenSshTools.certify(authority, publicKey, "-n", "vagrant", "-V", "-2d:-1d");
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(Login.withKey(key)))
                .withMessageContaining("key " + key + ": refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aHostIsKnownByItsAuthority(String type) throws IOException {
        Path hosts = OpenSshTools.keygen(folder.resolve("hosts"), "-t", "ed25519");
        String file = "/etc/ssh/ssh_host_" + type + "_key";
        Path publicKey = folder.resolve("host.pub");
        try (Session root = host.root()) {
            Files.writeString(
                    publicKey, root.run(Command.of("cat", file + ".pub")).text() + "\n");
            OpenSshTools.certify(hosts, publicKey, "-h", "-n", "127.0.0.1");
            String certificate = line(folder.resolve("host-cert.pub"));
            root.run(Command.script("echo '" + certificate + "' >" + file + "-cert.pub; echo 'HostCertificate " + file
                    + "-cert.pub' >/etc/ssh/sshd_config.d/certificate.conf; " + LabHost.RELOAD));
            String trust = "@cert-authority [127.0.0.1]:* " + line(folder.resolve("hosts.pub")) + "\n";
            SshEndpoint strict = host.endpoint("vagrant").with(strict(trust));
            connect(strict);
            assertThat(shared.resolve("own")).doesNotExist();

            assertThatExceptionOfType(HostKeyException.class)
                    .isThrownBy(
                            () -> connect(strict.with(strict(trust + trust.replace("@cert-authority", "@revoked")))))
                    .withMessageContaining("is revoked");
            assertThatExceptionOfType(HostKeyException.class)
                    .isThrownBy(() -> connect(strict.with(strict(trust.replace("127.0.0.1", "192.0.2.1")))))
                    .withMessageContaining("is not known");

            OpenSshTools.certify(hosts, publicKey, "-h", "-n", "another.example");
            root.run(Command.script(
                    "echo '" + line(folder.resolve("host-cert.pub")) + "' >" + file + "-cert.pub; " + LabHost.RELOAD));
            assertThatExceptionOfType(HostKeyException.class)
                    .isThrownBy(() -> connect(strict))
                    .withMessageContaining("The host certificate of lab-1")
                    .withMessageContaining("another.example");
            root.run(Command.script("rm /etc/ssh/sshd_config.d/certificate.conf; " + LabHost.RELOAD));
        }
    }

    private HostKeys strict(String knownHosts) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "known", ""), knownHosts);
        return new HostKeys(HostKeys.Policy.YES, shared.resolve("own"), List.of(file));
    }
}
