package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ConnectionContract;
import dev.k3sdeploy.remote.ConnectionLostException;
import dev.k3sdeploy.remote.RemoteProcess;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.SessionContract;
import dev.k3sdeploy.remote.StreamContract;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over the system's ssh with a real sshd and sudo, and what is that transport's own. */
class SystemSshIT implements ConnectionContract, SessionContract {
    @TempDir
    private static Path folder;

    private static LabHost host;
    private static final OpenSshConnector SSH =
            new OpenSshConnector("ssh", "nobody in particular", HostKeyQuestion.NOBODY);
    private Connection connection;
    private Session session;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Lab.requireHosts();
        host = new LabHost(folder);
        host.root().close();
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void open() {
        connection = connect(endpoint());
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

    private static SshEndpoint endpoint() {
        return host.endpoint("vagrant").with(Patience.NONE);
    }

    private static Connection connect(SshEndpoint endpoint) {
        // As on any machine, whatever the configuration of whoever runs the tests.
        return SSH.connect(endpoint, List.of("-F", "/dev/null"));
    }

    private SshEndpoint withKeys(HostKeys.Policy policy, Path own, Path... others) {
        return endpoint().with(new HostKeys(policy, own, List.of(others)));
    }

    @Test
    void aNewMachineIsRememberedAndRecognisedByBothTransports() throws IOException {
        Path own = folder.resolve("new folder/known_hosts");
        connect(withKeys(HostKeys.Policy.ACCEPT_NEW, own)).close();
        String known = Files.readString(own);
        assertThat(known.lines()).hasSize(1);
        connect(withKeys(HostKeys.Policy.YES, folder.resolve("none"), own)).close();
        host.connector().connect(withKeys(HostKeys.Policy.YES, own)).close();
        assertThat(own).hasContent(known);
    }

    @Test
    void aChangedKeyIsRefusedInTheSameWords() throws IOException {
        Path own = folder.resolve("changed");
        String other = Files.readString(folder.resolve("id_test.pub")).split(" ", -1)[1];
        Files.writeString(own, KnownHost.name("127.0.0.1", endpoint().port()) + " ssh-ed25519 " + other + "\n");
        SshEndpoint endpoint = withKeys(HostKeys.Policy.ACCEPT_NEW, own);
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(endpoint))
                .withMessageContaining("has changed")
                .withMessageMatching(
                        "(?s).*known is \\S+ SHA256:(\\S+) \\(in [^)]+\\), shown was \\S+ SHA256:(?!\\1)\\S+.*")
                .withMessageContaining("k3sdeploy forget -i INVENTORY -l lab-1");
    }

    @Test
    void anUnknownKeyIsRefusedByTheStrictPolicy() {
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(withKeys(HostKeys.Policy.YES, folder.resolve("none"))))
                .withMessageContaining("is not known");
    }

    @Test
    void aRevokedKeyIsRefused() throws IOException {
        Path own = folder.resolve("revoked");
        connect(withKeys(HostKeys.Policy.ACCEPT_NEW, own)).close();
        String line = Files.readString(own);
        Files.writeString(own, line + "@revoked " + line);
        assertThatExceptionOfType(HostKeyException.class)
                .isThrownBy(() -> connect(withKeys(HostKeys.Policy.ACCEPT_NEW, own)))
                .withMessageContaining("is revoked");
    }

    @Test
    void aRefusedLoginIsToldAsSuch() throws IOException, InterruptedException {
        Path stranger = folder.resolve("stranger");
        if (!Files.exists(stranger)) {
            LabHost.generateKey(stranger, "");
        }
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> connect(endpoint().with(Login.withKey(stranger))))
                .withMessageContaining("Cannot log in to lab-1")
                .withMessageContaining("Permission denied")
                .withMessageContaining("ansible_user");
    }

    @Test
    void aPasswordOpensTheDoorAndIsSeenByNobody() throws IOException {
        host.prepare("echo operator:s3cret-word | chpasswd");
        Login login = Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("s3cret-word"));
        try (Connection other = SSH.connect(
                host.endpoint("operator").with(login), List.of("-F", "/dev/null", "-o", "PubkeyAuthentication=no"))) {
            assertThat(other.name()).isEqualTo("lab-1");
            assertThat(processes()).anyMatch(line -> line.contains("ControlMaster=yes"));
            assertThat(processes()).noneMatch(line -> line.contains("s3cret-word"));
        } finally {
            host.prepare("echo operator:operator | chpasswd");
        }
        Login wrong = Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("guessed"));
        assertThatExceptionOfType(LoginRefusedException.class)
                .isThrownBy(() -> SSH.connect(
                        host.endpoint("operator").with(wrong).with(Patience.NONE),
                        List.of("-F", "/dev/null", "-o", "PubkeyAuthentication=no")))
                .withMessageNotContaining("guessed");
    }

    /** Arguments and environments of all processes of this machine. */
    private static List<String> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .flatMap(path -> Stream.of(path.resolve("cmdline"), path.resolve("environ")))
                    .map(SystemSshIT::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aJumpHostIsWhatSshMakesOfIt() throws IOException {
        String through = "ssh -F /dev/null -i " + host.key() + " -o UserKnownHostsFile=" + folder.resolve("known_hosts")
                + " -p " + endpoint().port() + " -W localhost:22 vagrant@127.0.0.1";
        try (Connection far = SSH.connect(
                endpoint().with(HostKeys.acceptNew(folder.resolve("far"))),
                List.of("-F", "/dev/null", "-o", "ProxyCommand=" + through))) {
            assertThat(RootSession.open(far, Become.PASSWORDLESS)
                            .run(Command.of("id", "-un"))
                            .text())
                    .isEqualTo("root");
        }
    }

    @Test
    void aClosedPortIsToldWithWhatSshSays() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> connect(endpoint().withPort(port)))
                .isNotInstanceOf(LoginRefusedException.class)
                .withMessageContaining("Cannot reach lab-1 (127.0.0.1:" + port + "): ")
                .withMessageContaining("Connection refused");
    }

    @Test
    void aConnectionThatBreaksIsNoExitStatus() {
        Connection other = connect(endpoint());
        RemoteProcess process = other.start("sleep 54321");
        session.run(Command.script("""
                until pid=$(pgrep -fx 'sleep 54321'); do sleep 0.1; done
                until case "$(cat /proc/$pid/comm)" in sshd*) ;; *) false ;; esac; do pid=$(ps -o ppid= -p $pid | tr -d ' '); done
                kill -KILL $pid
                """));
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> process.waitFor(Duration.ofSeconds(20)))
                .withMessageContaining("Lost the connection to lab-1");
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> other.start("true"));
        other.close();
    }

    @Test
    void oneSessionIsEnough() {
        session.run(Command.script("echo 'MaxSessions 1' >/etc/ssh/sshd_config.d/one.conf; " + LabHost.RELOAD));
        try (Session one = RootSession.open(connect(host.endpoint("vagrant")), Become.PASSWORDLESS)) {
            assertThat(one.stream(Command.of("wc", "-c"), StreamContract.content(new byte[1 << 20]), sent -> {})
                            .text())
                    .isEqualTo("" + (1 << 20));
            assertThat(one.run(Command.of("echo", "last")).text()).isEqualTo("last");
        } finally {
            session.run(Command.script("rm /etc/ssh/sshd_config.d/one.conf; " + LabHost.RELOAD));
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException, InterruptedException {
        Connection other = connect(endpoint());
        RemoteProcess process = other.start("sleep 60");
        List<Path> before = controlFolders();
        assertThat(before).isNotEmpty();
        process.close();
        other.close();
        session.close();
        for (int i = 0; i < 200 && !gone(before); i++) {
            Thread.sleep(25);
        }
        assertThat(before).allSatisfy(path -> assertThat(path).doesNotExist());
        assertThat(processes().stream()
                        .filter(line -> before.stream().anyMatch(path -> line.contains(path.toString()))))
                .isEmpty();
    }

    private static boolean gone(List<Path> paths) throws IOException {
        return paths.stream().noneMatch(Files::exists)
                && processes().stream().noneMatch(line -> paths.stream().anyMatch(path -> line.contains("" + path)));
    }

    /** Those of this process: others on this machine may have theirs. */
    private static List<Path> controlFolders() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> read(Path.of("/proc/" + process.pid() + "/cmdline")))
                .flatMap(line -> Stream.of(line.split(" ", -1)))
                .filter(word -> word.startsWith("ControlPath="))
                .map(word -> Path.of(word.substring("ControlPath=".length())).getParent())
                .distinct()
                .toList();
    }
}
