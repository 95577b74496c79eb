package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.apache.sshd.server.auth.gss.GSSAuthenticator;
import org.apache.sshd.server.auth.gss.UserAuthGSSFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to log in that the built-in SSH does not know lead to the one that does. */
@SuppressWarnings("NullAway.Init")
class UnsupportedLoginsTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd sshd;

    @BeforeEach
    void server() {
        sshd = new EmbeddedSshd(folder);
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private LoginRefusedException refusal(SshEndpoint endpoint) {
        return catchThrowableOfType(
                LoginRefusedException.class,
                () -> sshd.connector().connect(endpoint).close());
    }

    /** As ssh-keygen -t ed25519-sk writes it: the public key in clear, a handle instead of a private key. */
    private Path securityKey() throws IOException {
        byte[] key = new Buffer.PlainBuffer()
                .putString("sk-ssh-ed25519@openssh.com")
                .putString(new byte[32])
                .putString("ssh:")
                .getCompactData();
        byte[] body = new Buffer.PlainBuffer()
                .putString("none")
                .putString("none")
                .putString("")
                .putUInt32(1)
                .putString(key)
                .putString(new byte[64])
                .getCompactData();
        byte[] magic = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
        byte[] whole =
                new Buffer.PlainBuffer().putRawBytes(magic).putRawBytes(body).getCompactData();
        String text = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(whole);
        return Files.writeString(
                folder.resolve("id_ed25519_sk"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }

    @Test
    void aKeyInASecurityKeyIsToldAsSuch() throws IOException {
        sshd.start();
        Path key = securityKey();
        assertThat(refusal(sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withKeys(List.of(key))))
                        .summary())
                .contains("key " + key + ": it is in a security key (FIDO), which --transport openssh");
    }

    private void takeKerberos() throws IOException {
        sshd.server().setGSSAuthenticator(new GSSAuthenticator());
        sshd.server().setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE, UserAuthGSSFactory.INSTANCE));
        sshd.start();
    }

    @Test
    void aTicketThatIsMissedIsToldToBe() throws IOException {
        takeKerberos();
        Login guessing = Login.WITH_DEFAULT_KEYS.withPassword(dev.k3sdeploy.remote.Secret.of("guessed"));
        assertThat(refusal(sshd.endpoint().with(guessing.withoutTicket(true))).hint())
                .contains("authorized_keys")
                .endsWith("a ticket is missing: `kinit` gets one");
    }

    @Test
    void soItIsWhereThereIsNothingElseToLogInWith() throws IOException {
        takeKerberos();
        Login nothing = Login.WITH_DEFAULT_KEYS.withoutTicket(true);
        LoginRefusedException refusal = refusal(sshd.endpoint().with(nothing));
        assertThat(refusal.summary()).contains("there is no key in ~/.ssh");
        assertThat(refusal.hint()).contains("ssh-keygen").endsWith("a ticket is missing: `kinit` gets one");

        assertThat(refusal(sshd.endpoint().with(nothing.withoutTicket(false))).hint())
                .doesNotContain("kinit");
    }

    @Test
    void noTicketHelpsWithAMachineThatTakesNone() throws IOException {
        sshd.start();
        assertThat(refusal(sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withoutTicket(true)))
                        .hint())
                .doesNotContain("kinit");
    }

    @Test
    void aMachineThatTakesKerberosLeadsToTheTransportThatSpeaksIt() throws IOException {
        takeKerberos();
        SshEndpoint guessed =
                sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withPassword(dev.k3sdeploy.remote.Secret.of("guessed")));
        assertThat(refusal(guessed).hint()).endsWith("To log in by Kerberos: --transport openssh");
    }

    @Test
    void aMachineThatDoesNotTakeItIsSilentAboutIt() throws IOException {
        sshd.start();
        SshEndpoint guessed =
                sshd.endpoint().with(Login.WITH_DEFAULT_KEYS.withPassword(dev.k3sdeploy.remote.Secret.of("guessed")));
        assertThat(refusal(guessed).hint()).doesNotContain("Kerberos");
    }
}
