package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's kubeconfig on this machine, for its owner only. */
@SuppressWarnings("NullAway.Init")
class KubeconfigHereTest {
    private static final String ASK = "/etc/rancher/k3s/k3s.yaml";

    private final ScriptedSession server = new ScriptedSession();
    private Path home;
    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        home = folder.resolve("a b/.k3s");
        file = home.resolve("k3s.yaml");
    }

    @Test
    void itIsWrittenOnceWithAddressAndNameForItsOwnerOnly() throws IOException {
        server.onPart(ASK).says(KubeconfigTest.K3S_YAML);

        assertThat(run(cluster())).isInstanceOf(Outcome.Changed.class);
        assertThat(run(cluster())).isEqualTo(new Outcome.Ok(file + " is the server's"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, Object> tree = KubeconfigTest.tree(Files.readString(file));
        assertThat(tree).containsEntry("current-context", "lab");
        assertThat(tree.toString()).contains("server=https://192.168.50.201:6443", "LS0tLS1CRUdJTiBDRVJU127.0.0.1");
        assertThat(names(home)).containsExactly("k3s.yaml");
    }

    @Test
    void aFileThatOthersCanReadIsWrittenAnew() throws IOException {
        server.onPart(ASK).says(KubeconfigTest.K3S_YAML);
        assertThat(run(cluster())).isInstanceOf(Outcome.Changed.class);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run(cluster())).isInstanceOf(Outcome.Changed.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherClustersFileIsReplaced() throws IOException {
        Files.createDirectories(home);
        Files.writeString(file, "other");
        server.onPart(ASK).says(KubeconfigTest.K3S_YAML);

        assertThat(run(cluster())).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.readString(file)).contains("192.168.50.201");
    }

    @Test
    void aLinkIsReplacedAndItsTargetLeftAlone() throws IOException {
        Files.createDirectories(home);
        Path precious = Files.writeString(file.resolveSibling("precious"), "precious");
        Files.createSymbolicLink(file, precious);
        server.onPart(ASK).says(KubeconfigTest.K3S_YAML);

        assertThat(run(cluster())).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.readString(precious)).isEqualTo("precious");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void aPartOfAnEarlierRunIsNoHindranceAndNoLeak() throws IOException {
        Files.createDirectories(home);
        Path part = Files.writeString(file.resolveSibling("k3s.yaml.part"), "x");
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-rw-rw-"));

        OwnerOnlyFile.write(file, "secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names(home)).containsExactly("k3s.yaml");
    }

    @Test
    void whatCannotBeWrittenLeavesNothingHalfWritten() throws IOException {
        Files.createDirectories(file.resolve("a folder in its place"));

        assertThatThrownBy(() -> OwnerOnlyFile.write(file, "secret"))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).startsWith("Cannot write " + file);
                    assertThat(e.hint()).contains("permissions");
                });
        assertThat(names(home)).containsExactly("k3s.yaml");
    }

    @Test
    void beforeTheServersFirstStartItIsWaitedFor() {
        server.onPart(ASK).fails(44);

        assertThat(TaskTrial.on(server).verdict(new KubeconfigHere(cluster())))
                .isInstanceOfSatisfying(
                        Verdict.Pending.class,
                        pending ->
                                assertThat(pending.seen()).isEqualTo("the server has not written its kubeconfig yet"));
        assertThat(TaskTrial.on(server).predict(new KubeconfigHere(cluster()))).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void anEmptyFileIsNoKubeconfigYet() {
        server.onPart(ASK).says("\n");

        assertThat(TaskTrial.on(server).verdict(new KubeconfigHere(cluster()))).isInstanceOf(Verdict.Pending.class);
    }

    @Test
    void checkModeWritesNothingHere() {
        server.onPart(ASK).says(KubeconfigTest.K3S_YAML);

        Outcome outcome = TaskTrial.on(server).predict(new KubeconfigHere(cluster()));

        assertThat(outcome).isInstanceOf(Outcome.WouldChange.class);
        assertThat(outcome.toString()).doesNotContain("client-key", "127.0.0.1");
        assertThat(file).doesNotExist();
    }

    @Test
    void anIpv6AddressGetsBrackets() {
        assertThat(address(KubeconfigTest.K3S_YAML, Optional.of("fd00::1"))).isEqualTo("https://[fd00::1]:6443");
    }

    @Test
    void anIpv6OnlyServersLoopbackIsReplacedToo() {
        String yaml = KubeconfigTest.K3S_YAML.replace("https://127.0.0.1:6443", "https://[::1]:6443");

        assertThat(address(yaml, Optional.of("fd00::1"))).isEqualTo("https://[fd00::1]:6443");
    }

    @Test
    void anotherPortStays() {
        String yaml = KubeconfigTest.K3S_YAML.replace("https://127.0.0.1:6443", "https://127.0.0.1:7443");

        assertThat(address(yaml, Optional.of("192.168.50.201"))).isEqualTo("https://192.168.50.201:7443");
    }

    @Test
    void anAddressThatTheServerListensOnAloneStays() {
        String yaml = KubeconfigTest.K3S_YAML.replace("https://127.0.0.1:6443", "https://10.9.9.9:6443");

        assertThat(address(yaml, Optional.of("192.168.50.201"))).isEqualTo("https://10.9.9.9:6443");
    }

    @Test
    void withoutAnAddressInTheInventoryItIsTheNodes() {
        server.onPart("ip -o -4").says(Nodes.TWO_NICS);

        assertThat(address(KubeconfigTest.K3S_YAML, Optional.empty())).isEqualTo("https://192.168.50.201:6443");
    }

    @Test
    void aClusterThatIsGoneLeavesNoKubeconfig() throws IOException {
        Files.createDirectories(home);
        Files.writeString(file, "x");

        assertThat(TaskTrial.on(server).predict(new KubeconfigGone(file))).isInstanceOf(Outcome.WouldChange.class);
        assertThat(file).exists();
        assertThat(TaskTrial.on(server).run(new KubeconfigGone(file))).isInstanceOf(Outcome.Changed.class);
        assertThat(TaskTrial.on(server).run(new KubeconfigGone(file))).isEqualTo(new Outcome.Ok("there is no " + file));
    }

    private String address(String yaml, Optional<String> apiAddress) {
        server.onPart(ASK).says(yaml);
        ClusterSpec cluster = new ClusterSpec(
                "lab",
                List.of(Nodes.server().spec()),
                List.of(),
                apiAddress,
                Optional.empty(),
                Optional.empty(),
                file,
                Duration.ofMinutes(5),
                Rollout.DEFAULTS);
        Optional<Kubeconfig> kubeconfig = TaskTrial.on(server).ask(host -> KubeconfigHere.read(host, cluster));
        return kubeconfig.orElseThrow().server();
    }

    private ClusterSpec cluster() {
        return Nodes.cluster(file, Nodes.server().spec());
    }

    private Outcome run(ClusterSpec cluster) {
        return TaskTrial.on(server).run(new KubeconfigHere(cluster));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
