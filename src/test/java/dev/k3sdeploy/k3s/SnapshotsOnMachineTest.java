package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots by the real shell, as root, on a machine whose K3S writes a file where a snapshot is asked for. */
@SuppressWarnings("NullAway.Init")
class SnapshotsOnMachineTest {
    private static final String SERVER = "/var/lib/rancher/k3s/server";
    private static final String SNAPSHOTS = SERVER + "/db/snapshots";
    private static final ClusterSpec CLUSTER =
            Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), Nodes.server().spec());

    private final List<String> notes = new ArrayList<>();
    private IsolatedMachine machine;

    @TempDir
    private Path here;

    @BeforeEach
    void aServer(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder)
                .directory("/run/systemd/system")
                .program("uname", "echo node-1")
                .program("systemctl", """
                        echo "$@" >>/var/log/systemctl
                        case "$*" in *restart*) mkdir -p /run/k3sdeploy; echo x >/run/k3sdeploy/k3s.started ;; esac
                        echo LoadState=loaded; echo ActiveState=active""")
                .program("/usr/local/bin/k3s", """
                        case "$1 $2" in
                          "etcd-snapshot save") echo "says much" >&2; [ ! -e /etc/broken ] || exit 1
                            mkdir -p %s; echo state >%s/$4-node-1-$(($(ls %s | wc -l) + 1)) ;;
                          "etcd-snapshot delete") shift 2; cd %s; rm "$@" ;;
                        esac""".formatted(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS, SNAPSHOTS))
                .file(SERVER + "/token", "K10abc::server:mine\n");
    }

    @Test
    void etcdIsSavedByK3sAndTheTokenKept() {
        machine.directory(SERVER + "/db/etcd/member");

        assertThat(run(taken("1"))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(SERVER + "/snapshot-tokens/mine-node-1-1")).isEqualTo("K10abc::server:mine\n");
        assertThat(machine.mode(SERVER + "/snapshot-tokens/mine-node-1-1")).isEqualTo("600");
        assertThat(run(taken("1"))).isEqualTo(new Outcome.Ok("saved as mine-node-1-1"));
        assertThat(run(taken("2"))).isInstanceOf(Outcome.Changed.class);
        assertThat(notes).isEmpty();
    }

    /** K3S's own snapshots go there by config.yaml, which its snapshot command did not always read. */
    @Test
    void etcdIsSavedInS3TooWithTheKeysOutOfTheCommandLine() {
        Nodes server = Nodes.server()
                .options(
                        "--etcd-s3",
                        "--etcd-s3-endpoint=objects.lab:9000",
                        "--etcd-s3-bucket=our bucket",
                        "--etcd-s3-access-key=me",
                        "--etcd-s3-secret-key=precious");
        machine.directory(SERVER + "/db/etcd/member")
                .program("/usr/local/bin/k3s", """
                        echo "$*, $AWS_ACCESS_KEY_ID, $AWS_SECRET_ACCESS_KEY" >/var/log/k3s
                        mkdir -p %s; echo state >%s/mine-node-1-1""".formatted(SNAPSHOTS, SNAPSHOTS));

        assertThat(run(new SnapshotTaken(server.spec(), CLUSTER, "mine", "1", notes::add)))
                .isInstanceOf(Outcome.Changed.class);

        assertThat(machine.read("/var/log/k3s"))
                .isEqualTo("etcd-snapshot save --name mine --s3 --s3-endpoint=objects.lab:9000 --s3-bucket=our bucket"
                        + ", me, precious\n");
    }

    @Test
    void whatK3sSaysOfAFailureIsTold() {
        machine.directory(SERVER + "/db/etcd/member").file("/etc/broken", "");

        assertThat(TaskTrial.problem(run(taken("1")))).hasMessageContaining("says much");
    }

    @Test
    void sqliteIsCopiedWhileK3sIsStoppedAndK3sIsStartedAgain() throws IOException {
        machine.file(SERVER + "/db/state.db", "state")
                .file(SERVER + "/db/state.db-wal", "wal")
                .file(SERVER + "/tls/server-ca.crt", "authority");

        run(taken("1"));

        assertThat(notes).singleElement().asString().contains("K3S on node-1 is stopped");
        assertThat(machine.read("/var/log/systemctl")).containsSubsequence("stop k3s", "--no-block restart k3s");
        try (var files = Files.list(machine.at(SNAPSHOTS))) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).matches("mine-node-1-\\d+\\.sqlite\\.tar\\.gz");
                assertThat(new ProcessBuilder("tar", "-tzf", file.toString())
                                .start()
                                .inputReader()
                                .lines())
                        .containsExactly("db/state.db", "db/state.db-wal", "tls/server-ca.crt");
            });
        }
    }

    @Test
    void aCopyThatFailsStartsK3sAllTheSame() {
        machine.file(SERVER + "/db/state.db", "state").program("tar", "echo full >&2; exit 2");

        assertThat(TaskTrial.problem(run(taken("1")))).hasMessageContaining("full");
        assertThat(machine.read("/var/log/systemctl")).contains("--no-block restart k3s");
    }

    @Test
    void withoutAnyStateThereIsNothingToSave() {
        assertThat(TaskTrial.problem(run(taken("1")))).hasMessageContaining("there is neither etcd nor SQLite");
    }

    @Test
    void onlyTheNewestOfANameStay() {
        for (String name : List.of(
                "mine-node-1-1", "mine-node-1-2.zip", "mine-node-1-3", "mine-too-node-1-4", "etcd-snapshot-node-1-5")) {
            machine.file(SNAPSHOTS + "/" + name, "x").file(SERVER + "/snapshot-tokens/" + name, "x");
        }
        aged("mine-node-1-1", "mine-node-1-2.zip", "mine-node-1-3");
        Task pruned = new SnapshotsPruned(Nodes.server().spec(), "mine", 1);

        assertThat(run(pruned)).isInstanceOf(Outcome.Changed.class);
        assertThat(names()).containsExactlyInAnyOrder("mine-node-1-3", "mine-too-node-1-4", "etcd-snapshot-node-1-5");
        assertThat(machine.has(SERVER + "/snapshot-tokens/mine-node-1-1")).isFalse();
        assertThat(run(pruned)).isEqualTo(new Outcome.Ok("there are 1"));
    }

    @Test
    void aSnapshotComesHereOnceInPiecesWithItsTokenForItsOwnerOnly() throws IOException {
        String big = "0123456789abcdef".repeat(300_000); // more than one piece
        machine.file(SNAPSHOTS + "/mine-node-1-1", big);
        SnapshotHere fetched = new SnapshotHere(Nodes.server().spec(), Optional.empty(), here.resolve("snapshots"));

        assertThat(run(fetched)).isInstanceOf(Outcome.Changed.class);
        Path file = here.resolve("snapshots/mine-node-1-1");
        assertThat(file).hasContent(big);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(here.resolve("snapshots/mine-node-1-1.token")).hasContent("K10abc::server:mine");
        assertThat(run(fetched)).isInstanceOf(Outcome.Ok.class);
        assertThat(LocalSnapshot.open(file).token()).isPresent();

        Files.writeString(file, "damaged");
        assertThatThrownBy(() -> LocalSnapshot.open(file))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("is not what was fetched");
        assertThat(run(fetched)).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void aSnapshotThatIsNotThereIsNamed() {
        SnapshotHere fetched = new SnapshotHere(Nodes.server().spec(), Optional.of("ghost"), here);

        assertThat(TaskTrial.problem(run(fetched)).summary()).isEqualTo("Server node-1 has no snapshot ghost");
    }

    @Test
    void beforeTheTokenChangesItIsKeptWithWhatHasNone() {
        machine.file(SNAPSHOTS + "/a", "x").file(SNAPSHOTS + "/b", "x").file(SERVER + "/snapshot-tokens/a", "older\n");
        Task kept = new SnapshotTokensKept(Nodes.server().spec());

        assertThat(run(kept)).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(SERVER + "/snapshot-tokens/a")).isEqualTo("older\n");
        assertThat(machine.read(SERVER + "/snapshot-tokens/b")).isEqualTo("K10abc::server:mine\n");
        assertThat(run(kept)).isInstanceOf(Outcome.Ok.class);
    }

    private SnapshotTaken taken(String run) {
        return new SnapshotTaken(Nodes.server().spec(), CLUSTER, "mine", run, notes::add);
    }

    private void aged(String... oldFirst) {
        for (int i = 0; i < oldFirst.length; i++) {
            assertThat(machine.at(SNAPSHOTS + "/" + oldFirst[i]).toFile().setLastModified(1_000_000L * (i + 1)))
                    .isTrue();
        }
    }

    private List<String> names() {
        try (var files = Files.list(machine.at(SNAPSHOTS))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Outcome run(Task task) {
        return TaskTrial.on(() -> machine).run(task);
    }
}
