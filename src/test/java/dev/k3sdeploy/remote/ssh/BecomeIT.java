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
import dev.k3sdeploy.remote.StreamContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real su, doas and sudo; and the contract of sessions below su, whose password comes through a terminal. */
class BecomeIT implements SessionContract {
    private static final Become SU =
            Become.withPassword(Secret.of("root's word")).by(BecomeTool.of(BecomeMethod.SU));
    private static final Become DOAS =
            Become.withPassword(Secret.of("operator")).by(BecomeTool.of(BecomeMethod.DOAS));
    private static final Become SUDO = Become.withPassword(Secret.of("operator"));

    @TempDir
    private static Path folder;

    private static LabHost host;
    private Session session;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(folder);
        host.prepare("""
                set -e
                echo "root:root's word" | chpasswd
                apt-get -q update >/dev/null && apt-get -qy install opendoas >/dev/null 2>&1
                echo 'permit :operator' >/etc/doas.conf
                """);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void open() {
        session = as("plain", SU);
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

    private static String whoAmI(String user, Become become) {
        try (Session other = as(user, become)) {
            return other.run(Command.of("id", "-un")).text();
        }
    }

    @Test
    void suAndDoasWithAPasswordAreRoot() {
        for (int i = 0; i < 5; i++) {
            assertThat(whoAmI("plain", SU)).isEqualTo("root");
            assertThat(whoAmI("operator", DOAS)).isEqualTo("root");
        }
    }

    @Test
    void anotherUserThanRootMayBeAskedFor() {
        assertThat(whoAmI("vagrant", Become.PASSWORDLESS.as("plain"))).isEqualTo("plain");
        assertThat(whoAmI("operator", SUDO.as("plain"))).isEqualTo("plain");
        assertThat(whoAmI("operator", SU.as("plain").with(Secret.of("plain")))).isEqualTo("plain");
        assertThat(whoAmI("plain", Become.PASSWORDLESS.as("plain"))).isEqualTo("plain");
    }

    @Test
    void rootBecomesAnotherWithoutAPassword() {
        host.prepare("install -d -m 700 /root/.ssh; cp ~vagrant/.ssh/authorized_keys /root/.ssh/");
        assertThat(whoAmI("root", SU)).isEqualTo("root");
        assertThat(whoAmI("root", SU.as("vagrant").with(null))).isEqualTo("vagrant");
        assertThat(whoAmI("root", Become.PASSWORDLESS.as("vagrant"))).isEqualTo("vagrant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requiretty", "requiretty,!use_pty", "!use_pty", "lecture=always"})
    void sudoersMayAskForATerminal(String defaults) {
        host.prepare("echo 'Defaults " + defaults + "' >/etc/sudoers.d/zz");
        try {
            for (String user : List.of("vagrant", "operator")) {
                try (Session other = as(user, SUDO)) {
                    assertThat(other.run(Command.script("id -un; cat").withStdin("fed"))
                                    .text())
                            .isEqualTo("root\nfed");
                    assertThat(other.stream(Command.of("wc", "-c"), StreamContract.content(new byte[1 << 22]), n -> {})
                                    .text())
                            .isEqualTo("" + (1 << 22));
                }
            }
            assertThat(whoAmI("vagrant", Become.PASSWORDLESS)).isEqualTo("root");
            assertThatExceptionOfType(BecomeException.class)
                    .isThrownBy(() -> as("operator", SUDO.with(Secret.of("guessed"))))
                    .withMessageContaining("sudo refused the password");
            assertThatExceptionOfType(BecomeException.class)
                    .isThrownBy(() -> as("operator", Become.PASSWORDLESS))
                    .withMessageContaining("sudo asks for a password and none was given");
        } finally {
            session.run(Command.of("rm", "/etc/sudoers.d/zz"));
        }
    }

    @Test
    void aWrongPasswordIsToldInTheProgramsWords() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("plain", SU.with(Secret.of("guessed"))))
                .withMessageContaining("su refused the password: ")
                .withMessageContaining("Authentication failure")
                .withMessageNotContaining("guessed");
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("operator", DOAS.with(Secret.of("guessed"))))
                .withMessageContaining("doas refused the password: ")
                .withMessageNotContaining("guessed");
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("plain", DOAS))
                .withMessageContaining("doas refuses this user: doas: Operation not permitted");
    }

    @Test
    void withoutScriptTheMessageSaysWhatToInstall() {
        session.run(Command.of("chmod", "700", "/usr/bin/script"));
        try {
            assertThatExceptionOfType(BecomeException.class)
                    .isThrownBy(() -> as("plain", SU))
                    .withMessageContaining("there is no `script`")
                    .withMessageContaining("util-linux");
            assertThat(whoAmI("operator", SUDO)).isEqualTo("root");
        } finally {
            session.run(Command.of("chmod", "755", "/usr/bin/script"));
        }
    }

    @Test
    void thePasswordOfSuIsInNoArgumentListEnvironmentOrJournal() {
        String look = "for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\0' ' ' <$f; echo; done "
                + "2>/dev/null; journalctl -q --no-pager";
        assertThat(session.run(Command.script(look)).text())
                .contains("script -qec")
                .doesNotContain("root's word");
    }

    @Test
    void flagsThatKeepTheEnvironmentOrMakeALoginAreHarmless() {
        host.prepare("echo 'echo hello from profile' >>/root/.profile");
        try {
            BecomeTool login = new BecomeTool(
                    BecomeMethod.SUDO, "/usr/bin/sudo", BecomeTool.flags(BecomeMethod.SUDO, "-H -S -n --login"));
            assertThat(whoAmI("vagrant", SUDO.by(login))).isEqualTo("root");
            assertThat(whoAmI("operator", SUDO.by(login))).isEqualTo("root");
            assertThat(whoAmI("plain", SU.by(new BecomeTool(BecomeMethod.SU, "su", List.of("-l")))))
                    .isEqualTo("root");
        } finally {
            session.run(Command.script("sed -i '/hello from profile/d' /root/.profile"));
        }
    }
}
