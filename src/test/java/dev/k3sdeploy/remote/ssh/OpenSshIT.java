package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.BecomeException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.CommandTimeoutException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import dev.k3sdeploy.remote.StreamContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over sshj with a real OpenSSH and sudo, and what only they can show. */
class OpenSshIT implements ConnectionContract, SessionContract {
    private static final Become WITH_PASSWORD = Become.withPassword(Secret.of("operator"));

    @TempDir
    private static Path folder;

    private static LabHost host;
    private Connection connection;
    private Session session;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(folder);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void open() {
        connection = host.connector().connect(host.endpoint("vagrant"));
        session = RootSession.open(connection, Become.PASSWORDLESS);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Override
    public Connection connection() {
        return connection;
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
    void sudoWithAndWithoutAPasswordIsRoot() {
        assertThat(whoAmI("vagrant", Become.PASSWORDLESS)).isEqualTo("root");
        assertThat(whoAmI("operator", WITH_PASSWORD)).isEqualTo("root");
    }

    @Test
    void aRootShellOpensEachTime() {
        for (int i = 0; i < 15; i++) {
            assertThat(whoAmI("vagrant", Become.PASSWORDLESS)).isEqualTo("root");
            assertThat(whoAmI("operator", WITH_PASSWORD)).isEqualTo("root");
        }
    }

    @Test
    void aPasswordThatNobodyAsksForIsReadByNobody() {
        try (Session other = as("vagrant", Become.withPassword(Secret.of("touch /tmp/password-was-run")))) {
            assertThat(other.run(Command.of("id", "-u")).text()).isEqualTo("0");
            assertThat(other.run(Command.of("test", "-e", "/tmp/password-was-run"))
                            .succeeded())
                    .isFalse();
        }
    }

    @Test
    void withoutBecomeTheLoginUserStays() {
        assertThat(whoAmI("vagrant", Become.NO)).isEqualTo("vagrant");
    }

    @Test
    void aMissingPasswordIsToldAsSuch() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("operator", Become.PASSWORDLESS))
                .withMessageContaining("sudo asks for a password and none was given")
                .withMessageContaining("--ask-become-pass");
    }

    @Test
    void aWrongPasswordIsToldAsSuchAndTriedOnce() {
        String tries = "journalctl -q --no-pager -t sudo | grep -c 'incorrect password attempt' || true";
        String before = session.run(Command.script(tries)).text();
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("operator", Become.withPassword(Secret.of("guessed"))))
                .withMessageContaining("sudo refused the password")
                .withMessageNotContaining("guessed");
        session.run(Command.of("sleep", "1"));
        assertThat(Integer.parseInt(session.run(Command.script(tries)).text()))
                .isLessThanOrEqualTo(Integer.parseInt(before) + 1);
    }

    @Test
    void aUserWhoMayNotUseSudoHearsSudosOwnWords() {
        assertThatExceptionOfType(BecomeException.class)
                .isThrownBy(() -> as("plain", Become.withPassword(Secret.of("plain"))))
                .withMessageContaining("sudo");
    }

    @Test
    void thePasswordIsInNoArgumentListAndInNoJournal() {
        host.prepare("echo operator:s3cret-word | chpasswd");
        try (Session other = as("operator", Become.withPassword(Secret.of("s3cret-word")))) {
            String look = "for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\0' ' ' <$f; echo; done "
                    + "2>/dev/null; journalctl -q --no-pager -t sudo";
            assertThat(other.run(Command.script(look)).text())
                    .contains("sudo -S -p")
                    .doesNotContain("s3cret-word");
        } finally {
            session.run(Command.script("echo operator:operator | chpasswd"));
        }
    }

    @Test
    void rootNeedsNoSudo() {
        host.prepare("install -d -m 700 /root/.ssh; cp ~vagrant/.ssh/authorized_keys /root/.ssh/; "
                + "printf '#!/bin/sh\\nexit 1\\n' >/usr/local/bin/sudo; chmod +x /usr/local/bin/sudo");
        try {
            assertThat(whoAmI("root", Become.PASSWORDLESS)).isEqualTo("root");
        } finally {
            try (Session root = as("root", Become.NO)) {
                root.run(Command.of("rm", "/usr/local/bin/sudo"));
            }
        }
    }

    @Test
    void aMachineWithoutSudoIsToldAsSuch() {
        host.prepare("useradd -m -s /bin/sh nosudo; install -d -o nosudo /home/nosudo/.ssh /home/nosudo/bin; "
                + "cp ~vagrant/.ssh/authorized_keys /home/nosudo/.ssh/; chown nosudo /home/nosudo/.ssh/*; "
                + "chmod 700 /usr/bin/sudo");
        try {
            assertThatExceptionOfType(BecomeException.class)
                    .isThrownBy(() -> as("nosudo", Become.PASSWORDLESS))
                    .withMessageContaining("not root and there is no sudo");
        } finally {
            session.run(Command.script("chmod 4755 /usr/bin/sudo; userdel -r nosudo"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo hello from bashrc; echo noise >&2", "printf 'no newline'", "echo 'k3sdeploy-00 0'"})
    void whatALoginPrintsIsNoAnswer(String noise) {
        host.prepare("cp ~vagrant/.bashrc /tmp/bashrc 2>/dev/null || :>/tmp/bashrc; { echo \"" + noise
                + "\"; cat /tmp/bashrc; } > ~vagrant/.bashrc; chown vagrant ~vagrant/.bashrc");
        try (Session other = as("vagrant", Become.PASSWORDLESS)) {
            assertThat(other.run(Command.script("echo out; exit 4")).text()).isEqualTo("out");
        } finally {
            session.run(Command.script("cp /tmp/bashrc ~vagrant/.bashrc"));
        }
    }

    @Test
    void aLoginShellThatEndsAtOnceIsTold() {
        host.prepare("useradd -m -s /usr/sbin/nologin nologin; install -d -o nologin /home/nologin/.ssh; "
                + "cp ~vagrant/.ssh/authorized_keys /home/nologin/.ssh/; chown nologin /home/nologin/.ssh/*");
        try {
            assertThatExceptionOfType(BecomeException.class)
                    .isThrownBy(() -> as("nologin", Become.PASSWORDLESS))
                    .withMessageContaining("shell ended at once (status 1)")
                    .withMessageContaining("not available");
        } finally {
            session.run(Command.of("userdel", "-r", "nologin"));
        }
    }

    @Test
    void aMachineThatAllowsOneSessionWithoutSftpIsEnough() {
        host.prepare("sed -i 's/^Subsystem/#Subsystem/' /etc/ssh/sshd_config; "
                + "echo 'MaxSessions 1' >/etc/ssh/sshd_config.d/one.conf; " + LabHost.RELOAD);
        try (Session one = host.root()) {
            assertThat(one.run(Command.of("echo", "first")).text()).isEqualTo("first");
            assertThatExceptionOfType(CommandTimeoutException.class)
                    .isThrownBy(() -> one.run(Command.of("sleep", "1000").within(Duration.ofSeconds(1))));
            assertThat(one.run(Command.script("pgrep -fx 'sleep 1000'")).text()).isEmpty();
            assertThat(one.stream(Command.of("wc", "-c"), StreamContract.content(new byte[1 << 20]), sent -> {})
                            .text())
                    .isEqualTo("" + (1 << 20));
            assertThat(one.run(Command.of("echo", "last")).text()).isEqualTo("last");
        } finally {
            session.run(Command.script("rm /etc/ssh/sshd_config.d/one.conf; "
                    + "sed -i 's/^#Subsystem/Subsystem/' /etc/ssh/sshd_config; " + LabHost.RELOAD));
        }
    }

    /** New keys each two megabytes, while three more channels of the same connection are at work: byte for byte. */
    @Test
    void keysThatAreMadeAnewUnderLoadChangeNothing() {
        host.prepare(
                "printf 'RekeyLimit 2M\\nLogLevel DEBUG\\n' >/etc/ssh/sshd_config.d/00-rekey.conf; " + LabHost.RELOAD);
        byte[] bytes = new byte[64 << 20];
        new Random(1).nextBytes(bytes);
        try (Session busy = host.root()) {
            List<CompletableFuture<String>> others = Stream.of("1", "2", "3")
                    .map(name -> CompletableFuture.supplyAsync(() -> busy.run(
                                    Command.script("head -c 3000000 /dev/zero | tr '\\0' " + name + " | sha256sum"))
                            .text()))
                    .toList();
            assertThat(busy.stream(Command.of("sha256sum"), StreamContract.content(bytes), sent -> {})
                            .text())
                    .startsWith(StreamContract.sha256(bytes));
            assertThat(others).allSatisfy(other -> assertThat(other.join()).hasSize(67));
            CommandResult much = busy.run(Command.script("head -c 40000000 /dev/zero | tr '\\0' x"));
            assertThat(much.out().bytes().length + much.out().dropped()).isEqualTo(40_000_000);
            String exchanges = "journalctl -q -t sshd | grep -c 'SSH2_MSG_NEWKEYS received'";
            assertThat(Integer.parseInt(busy.run(Command.script(exchanges)).text()))
                    .isGreaterThan(20);
        } finally {
            session.run(Command.script("rm /etc/ssh/sshd_config.d/00-rekey.conf; " + LabHost.RELOAD));
        }
    }

    @Test
    void aHundredCommandsTakeHalfASecond() {
        for (int i = 0; i < 200; i++) {
            session.run(Command.of("true"));
        }
        Duration best = Duration.ofDays(1);
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                session.run(Command.of("true"));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        // With Nagle's algorithm on, 100 commands would take more than 4 s on any machine.
        assertThat(best).isLessThan(Duration.ofMillis(1500));
    }
}
