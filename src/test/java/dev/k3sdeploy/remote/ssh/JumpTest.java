package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Through jump hosts, all of them in this process. */
@Timeout(60)
class JumpTest {
    @TempDir
    private Path folder;

    private EmbeddedSshd gate;
    private EmbeddedSshd bastion;
    private EmbeddedSshd box;

    @BeforeEach
    void start() throws IOException {
        gate = sshd("gate");
        bastion = sshd("bastion");
        box = sshd("box");
    }

    private EmbeddedSshd sshd(String name) throws IOException {
        EmbeddedSshd sshd = new EmbeddedSshd(Files.createDirectory(folder.resolve(name)));
        sshd.server().setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        return sshd.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (EmbeddedSshd sshd : List.of(gate, bastion, box)) {
            sshd.close();
        }
    }

    private SshEndpoint throughBoth() {
        return box.endpoint().through(bastion.endpoint().through(gate.endpoint()));
    }

    @Test
    void aMachineBehindTwoOthersWorksAsAnyOther() {
        try (Session session = RootSession.open(box.connector().connect(throughBoth()), Become.NO)) {
            assertThat(session.run(Command.script("head -c 3000000 /dev/zero; echo end >&2; exit 3"))
                            .exitStatus())
                    .isEqualTo(3);
            String fed = "x".repeat(3_000_000);
            assertThat(session.run(Command.script("wc -c").withStdin(fed)).text())
                    .isEqualTo("3000000");
        }
        assertThat(gate.logins).hasValue(1);
        assertThat(bastion.logins).hasValue(1);
        assertThat(box.logins).hasValue(1);
    }

    @Test
    void closingEndsTheConnectionsToTheHopsToo() throws InterruptedException {
        box.connector().connect(throughBoth()).close();
        for (int attempt = 0; attempt < 500 && sessions() > 0; attempt++) {
            Thread.sleep(10);
        }
        assertThat(sessions()).isZero();
    }

    private int sessions() {
        return gate.server().getActiveSessions().size()
                + bastion.server().getActiveSessions().size()
                + box.server().getActiveSessions().size();
    }

    @Test
    void eachHopsKeyIsCheckedAndAChangedOneNamesTheHop() {
        box.connector().connect(throughBoth()).close();
        bastion.server().setKeyPairProvider(bastion.hostKey("other"));
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> box.connector().connect(throughBoth()))
                .withMessageContaining("The host key of box-1 via ")
                .withMessageContaining("127.0.0.1:" + bastion.port())
                .withMessageContaining("has changed")
                .withMessageContaining("ssh-keygen -R '[127.0.0.1]:" + bastion.port() + "' -f "
                        + folder.resolve("bastion/known_hosts"));
    }

    @Test
    void aHopThatLetsNobodyInIsNamed() {
        SshEndpoint hop = bastion.endpoint().with(Login.WITH_DEFAULT_KEYS);
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> box.connector().connect(box.endpoint().through(hop)))
                .withMessageContaining("Cannot log in to box-1 via box-1 (127.0.0.1:" + bastion.port() + ")");
    }

    @Test
    void aHopThatForbidsForwardingIsTold() {
        bastion.server().setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> box.connector().connect(box.endpoint().through(bastion.endpoint())))
                .withMessageContaining("Cannot reach box-1 (127.0.0.1:" + box.port() + ")")
                .withMessageContaining("the jump host 127.0.0.1 leads no further")
                .withMessageContaining("AllowTcpForwarding");
    }

    @Test
    void aMachineBehindAHopThatSaysNothingIsGivenUp() throws IOException {
        Patience some = new Patience(Duration.ofMillis(500), Duration.ZERO, Duration.ZERO);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SshEndpoint endpoint =
                    box.endpoint().withPort(silent.getLocalPort()).with(some).through(bastion.endpoint());
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> box.connector().connect(endpoint))
                    .withMessageContaining("no SSH server answered");
        }
    }

    @Test
    void aHopThatGoesAwayIsALostConnection() throws IOException {
        try (Connection connection = box.connector().connect(throughBoth())) {
            var process = connection.start("sleep 20");
            gate.close();
            assertThatExceptionOfType(dev.k3sdeploy.remote.ConnectionLostException.class)
                    .isThrownBy(() -> process.waitFor(Duration.ofSeconds(30)));
        }
    }
}
