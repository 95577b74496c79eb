package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.BecomeException;
import dev.k3sdeploy.remote.BecomeMethod;
import dev.k3sdeploy.remote.BecomeTool;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sudo-rs, which Debian packages from 13 on; and the contract of sessions below it, with a password. */
@Tag("long")
class SudoRsIT implements SessionContract {
    private static final Become SUDO =
            Become.PASSWORDLESS.by(new BecomeTool(BecomeMethod.SUDO, "/usr/bin/sudo-rs", List.of()));
    private static final Become WITH_PASSWORD = SUDO.with(Secret.of("operator"));

    @TempDir
    private static Path folder;

    private static LabHost host;
    private Session session;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(folder);
        host.requireDebian(13);
        host.prepare("apt-get -q update >/dev/null && apt-get -qy install sudo-rs >/dev/null 2>&1");
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void open() {
        session = as("operator", WITH_PASSWORD);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Override
    public Session session() {
        return session;
    }

    private static Session as(String user, Become become) {
        return RootSession.open(host.connector().connect(host.endpoint(user)), become);
    }

    @Test
    void whoNeedsNoPasswordIsRoot() {
        try (Session other = as("vagrant", SUDO)) {
            assertThat(other.run(Command.of("id", "-un")).text()).isEqualTo("root");
        }
        try (Session other = as("vagrant", WITH_PASSWORD.as("plain"))) {
            assertThat(other.run(Command.script("id -un; cat").withStdin("fed")).text())
                    .isEqualTo("plain\nfed");
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuchAndTriedOnce() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("operator", SUDO.with(Secret.of("guessed"))))
                .withMessageContaining("refused the password");
        assertThat(session.run(Command.of(
                                "sh", "-c", "journalctl -q | grep -c 'authentication failure.*user=operator'"))
                        .text())
                .isEqualTo("1");
    }

    @Test
    void aPasswordThatIsWantedAndWasNotGivenIsAskedFor() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("operator", SUDO))
                .withMessageContaining("asks for a password and none was given");
    }

    @Test
    void whoMayNotIsToldInItsWords() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("plain", SUDO.with(Secret.of("plain"))))
                .withMessageContaining("refuses this user");
    }
}
