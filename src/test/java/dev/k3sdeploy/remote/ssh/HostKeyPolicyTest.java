package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.k3sdeploy.remote.HostKeyElsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which machines are connected to, by what is known of their host keys. */
@Timeout(60)
class HostKeyPolicyTest {
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

    private Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    @Test
    void aNewMachineIsRememberedOnceAndRecognised() throws IOException {
        connect(sshd.endpoint());
        connect(sshd.endpoint());
        assertThat(Files.readAllLines(knownHosts()))
                .singleElement()
                .asString()
                .startsWith("[127.0.0.1]:" + sshd.port());
    }

    @Test
    void aChangedKeyIsRefusedAtOnceWithBothFingerprintsAndTheWayOut() throws IOException {
        connect(sshd.endpoint());
        String before = Files.readString(knownHosts());
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        SshEndpoint patient = sshd.endpoint().with(Patience.whileBooting(Duration.ofMinutes(5)));
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(patient))
                .withMessageContaining("has changed")
                .withMessageMatching(
                        "(?s).*known is \\S+ SHA256:(\\S+) \\(in [^)]+\\), shown was \\S+ SHA256:(?!\\1)\\S+.*")
                .withMessageContaining("(in " + knownHosts() + ")")
                .withMessageContaining("forget the old key: `k3sdeploy forget -i INVENTORY -l box-1`.");
        assertThat(Files.readString(knownHosts())).isEqualTo(before);
        assertThat(sshd.endpoint().hostKeys().forget("127.0.0.1", sshd.port())).isEqualTo(1);
        connect(sshd.endpoint());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereTheUsersFileHoldsTheOldKeyTheCommandThatIsToldTakesItOutOfThere(boolean hashed) throws IOException {
        Path users = theUsersFileKnows("the users' known_hosts");
        if (hashed) {
            OpenSshTools.run(List.of("ssh-keygen", "-q", "-H", "-f", users.toString()), Optional.empty());
        }
        String before = Files.readString(users);
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        SshEndpoint endpoint = sshd.endpoint().with(withUsers(users));
        HostKeyException refusal = refusal(endpoint);
        assertThat(refusal).hasMessageContaining("(in " + users + ")").hasMessageNotContaining("k3sdeploy forget");
        assertThat(endpoint.forgetHostKeys()).isZero();
        assertThat(users).hasContent(before);
        String command = refusal.hint().replaceFirst("(?s).*`(.*)`.*", "$1");
        assertThat(endpoint.hostKeysElsewhere()).containsExactly(new HostKeyElsewhere("box-1", users, command));

        OpenSshTools.run(List.of("sh", "-c", command), Optional.empty());

        assertThat(users).isEmptyFile();
        assertThat(endpoint.hostKeysElsewhere()).isEmpty();
        connect(endpoint);
    }

    @Test
    void whereBothFilesHoldTheOldKeyBothCommandsAreTold() throws IOException {
        Path users = theUsersFileKnows("users");
        Files.copy(users, knownHosts());
        sshd.server().setKeyPairProvider(sshd.hostKey("other_key"));
        assertThat(refusal(sshd.endpoint().with(withUsers(users))))
                .hasMessageContaining("(in " + knownHosts() + " and " + users + ")")
                .hasMessageContaining("`k3sdeploy forget -i INVENTORY -l box-1; ssh-keygen -R '[127.0.0.1]:"
                        + sshd.port() + "' -f " + users + "`");
    }

    @Test
    void aRevokedKeyInTheUsersFileIsNoneToBeForgotten() throws IOException {
        Path users = theUsersFileKnows("users");
        Files.writeString(users, "@revoked " + Files.readString(users));
        assertThat(sshd.endpoint().with(withUsers(users)).hostKeysElsewhere()).isEmpty();
    }

    private Path theUsersFileKnows(String name) throws IOException {
        connect(sshd.endpoint());
        return Files.move(knownHosts(), folder.resolve(name));
    }

    private HostKeys withUsers(Path users) {
        return new HostKeys(HostKeys.Policy.ACCEPT_NEW, knownHosts(), List.of(folder.resolve("none"), users));
    }

    private HostKeyException refusal(SshEndpoint endpoint) {
        return Objects.requireNonNull(catchThrowableOfType(HostKeyException.class, () -> connect(endpoint)));
    }

    /** The thread that reads may have refused the key before the one that connects asks for keys at all. */
    @Test
    void aRefusalIsToldHoweverEarlyItComes() throws IOException {
        connect(sshd.endpoint());
        String line = Files.readString(knownHosts());
        Files.writeString(knownHosts(), "@revoked " + line);

        assertThat(IntStream.range(0, 400).parallel().mapToObj(i -> catchThrowable(() -> connect(sshd.endpoint()))))
                .hasSize(400)
                .allSatisfy(problem -> assertThat(problem).isInstanceOf(HostKeyException.class));
    }

    @Test
    void aRevokedKeyIsRefusedAlthoughAnotherLineKnowsIt() throws IOException {
        connect(sshd.endpoint());
        String line = Files.readString(knownHosts());
        Files.writeString(knownHosts(), line + "@revoked " + line);
        for (HostKeys.Policy policy : HostKeys.Policy.values()) {
            HostKeys hostKeys = new HostKeys(policy, knownHosts(), List.of());
            assertThatExceptionOfType(HostKeyException.class)
                    .isThrownBy(() -> connect(sshd.endpoint().with(hostKeys)))
                    .withMessageContaining("is revoked");
        }
    }

    @Test
    void theStrictPolicyRefusesWhatTheUsersFilesDoNotKnow() throws IOException {
        Path users = folder.resolve("users_known_hosts");
        HostKeys strict = new HostKeys(HostKeys.Policy.YES, folder.resolve("none"), List.of(users));
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(sshd.endpoint().with(strict)))
                .withMessageContaining("is not known");
        connect(sshd.endpoint());
        Files.move(knownHosts(), users);
        connect(sshd.endpoint().with(strict));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aHashedNameAmongSeveralKeysIsEnoughForTheStrictPolicy() throws IOException {
        connect(sshd.endpoint());
        Path users = Files.writeString(
                folder.resolve("users"),
                "[127.0.0.1]:" + sshd.port()
                        + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILutJZGMeywqltqTsQzMGG1fGfT85UGVWVXPjP93nyTB\n"
                        + Files.readString(knownHosts()));
        OpenSshTools.run(List.of("ssh-keygen", "-q", "-H", "-f", users.toString()), Optional.empty());
        assertThat(Files.readString(users)).doesNotContain("127.0.0.1");
        Files.delete(knownHosts());
        connect(sshd.endpoint().with(new HostKeys(HostKeys.Policy.YES, knownHosts(), List.of(users))));
        assertThat(knownHosts()).doesNotExist();
    }

    @Test
    void anAliasIsTheNameThatCounts() throws IOException {
        HostKeys keys = new HostKeys(HostKeys.Policy.ACCEPT_NEW, knownHosts(), List.of(), Optional.of("the-box"));
        connect(sshd.endpoint().with(keys));
        assertThat(Files.readString(knownHosts())).startsWith("the-box ecdsa");
        assertThat(sshd.endpoint().with(keys).forgetHostKeys()).isEqualTo(1);
    }

    @Test
    void aMachineKnownByItsRsaKeyIsAskedForThatKey() throws Exception {
        Path rsa = folder.resolve("rsa");
        OpenSshTools.keygen(rsa, "-t", "rsa", "-b", "2048", "-m", "PEM");
        Path ec = OpenSshTools.keygen(folder.resolve("ec"), "-t", "ecdsa", "-m", "PEM");
        var keys = new org.apache.sshd.common.keyprovider.FileKeyPairProvider(rsa, ec);
        sshd.server().setKeyPairProvider(keys);
        String[] pub = Files.readString(folder.resolve("rsa.pub")).split(" ", -1);
        Files.writeString(knownHosts(), "[127.0.0.1]:" + sshd.port() + " ssh-rsa " + pub[1] + "\n");
        connect(sshd.endpoint());
        assertThat(Files.readAllLines(knownHosts())).hasSize(1);
    }
}
