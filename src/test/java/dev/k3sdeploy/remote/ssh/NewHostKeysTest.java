package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy to ask, by both ways to a machine. */
@SuppressWarnings("NullAway.Init")
class NewHostKeysTest {
    /** Who connects. */
    enum Way {
        BUILT_IN,
        OPENSSH;

        Connection connect(Path home, SshEndpoint endpoint, HostKeyQuestion question) {
            return this == BUILT_IN
                    ? new SshConnector(home, PassphraseSource.NOBODY, question).connect(endpoint)
                    : new OpenSshConnector("ssh", "nobody", question).connect(endpoint, List.of("-F", "/dev/null"));
        }
    }

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private EmbeddedSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = new EmbeddedSshd(folder).start();
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    private Connection connect(Way way, boolean trusts) {
        return connect(way, trusts, new HostKeys(HostKeys.Policy.ASK, knownHosts(), List.of()));
    }

    private Connection connect(Way way, boolean trusts, HostKeys keys) {
        SshEndpoint endpoint = sshd.endpoint().with(keys);
        try {
            return way.connect(folder, endpoint, (machine, key) -> {
                asked.add(machine + " " + key);
                return trusts;
            });
        } catch (K3sDeployException e) {
            assumeTrue(!e.summary().contains("Cannot run ssh"), "no OpenSSH client here");
            throw e;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPersonWhoTrustsANewKeyIsAskedOnce(Way way) throws IOException {
        connect(way, true).close();
        connect(way, true).close();
        assertThat(asked)
                .singleElement()
                .asString()
                .matches("box-1 \\(127\\.0\\.0\\.1:\\d+\\) ecdsa-sha2-nistp256 SHA256:\\S+");
        assertThat(Files.readAllLines(knownHosts())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotTrustItIsNotConnected(Way way) {
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(way, false))
                .withMessageContaining("is not known");
        assertThat(asked).hasSize(1);
        assertThat(knownHosts()).doesNotExist();
    }

    /** As in a home that is read-only: who cannot remember a key cannot notice its change. */
    @ParameterizedTest
    @CsvSource({"BUILT_IN, ASK", "BUILT_IN, ACCEPT_NEW", "OPENSSH, ASK"})
    void whereNoKeyCanBeKeptNobodyIsConnectedAndTheFileIsNamed(Way way, HostKeys.Policy policy) throws IOException {
        Path unwritable = Files.createFile(folder.resolve("no-folder")).resolve("known_hosts");

        assertThatExceptionOfType(K3sDeployException.class)
                .isThrownBy(() -> connect(way, true, new HostKeys(policy, unwritable, List.of())))
                .withMessageContaining("Cannot write " + unwritable + ", which keeps the host keys")
                .withMessageContaining("XDG_DATA_HOME");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsAskedAboutAChangedKey(Way way) throws IOException {
        connect(way, true).close();
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(way, true))
                .withMessageContaining("has changed");
        assertThat(asked).hasSize(1);
    }
}
