package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore's steps by the real shell, as root, on a machine whose K3S only notes what it is told. */
@SuppressWarnings("NullAway.Init")
class RestoreOnMachineTest {
    private static final String SERVER = "/var/lib/rancher/k3s/server";
    private static final String NAME = "on-demand-node-1-1763850000";
    private static final String SQLITE = "on-demand-node-1-1763850000.sqlite.tar.gz";
    private static final String AUTHORITY =
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"; // of «x»
    private static final String OWN_TOKEN = "K10" + AUTHORITY + "::server:mine";
    private static final String OTHER_TOKEN = "K10" + "0".repeat(64) + "::server:theirs";
    private static final ClusterSpec CLUSTER =
            Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), Nodes.server().spec());

    private IsolatedMachine machine;

    @BeforeEach
    void aServerThatIsStopped(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder)
                .directory("/run/systemd/system")
                .program(
                        "systemctl",
                        "echo \"$@\" >>/var/log/systemctl; echo LoadState=loaded; echo ActiveState=inactive")
                .file(SERVER + "/token", OWN_TOKEN + "\n")
                .file(SERVER + "/tls/server-ca.crt", "x")
                .file(SERVER + "/cred/passwd", "x")
                .file(SERVER + "/db/etcd/member/old", "x")
                .file(SERVER + "/db/snapshots/" + NAME, "state");
        k3s("v1.33.5+k3s1", "exit 0");
    }

    private void k3s(String version, String then) {
        machine.program("/usr/local/bin/k3s", """
                if [ "$1" = --version ]; then echo "k3s version %s (abc)"; exit 0; fi
                echo "$@ token=$K3S_TOKEN file=$(cat %s/token)" >>/var/log/k3s; echo "what K3S says"
                %s""".formatted(version, SERVER, then));
    }

    @Test
    void theStateOfTheSameClusterTakesItsPlaceAndNothingElse() {
        assertThat(run(new StateRestored(restore(Optional.empty())))).isInstanceOf(Outcome.Changed.class);

        assertThat(machine.read("/var/log/k3s"))
                .isEqualTo("server --cluster-reset --cluster-reset-restore-path=" + SERVER + "/db/snapshots/" + NAME
                        + " token= file=" + OWN_TOKEN + "\n");
        assertThat(machine.has(SERVER + "/tls/server-ca.crt")).isTrue();
        assertThat(machine.read(RestoreNote.FILE)).isEqualTo(NAME + "\nREPLACED\n");
        assertThat(run(new StateRestored(restore(Optional.empty())))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void ofAnotherClusterTheAuthoritiesAndTheTokenAreReplacedToo() {
        run(new StateRestored(restore(Optional.of(OTHER_TOKEN))));

        assertThat(machine.read("/var/log/k3s")).endsWith(" token=theirs file=" + OTHER_TOKEN + "\n");
        assertThat(machine.mode(SERVER + "/token")).isEqualTo("600");
        assertThat(machine.has(SERVER + "/tls")).isFalse();
        assertThat(machine.read(SERVER + "/before-restore/tls/server-ca.crt")).isEqualTo("x");
        assertThat(machine.read("/var/lib/k3sdeploy/restore.log")).isEqualTo("what K3S says\n");
    }

    /** It kept the state's secrets under the token that its first start was given, which was none. */
    @Test
    void anOldK3sIsToldNoTokenThatItWasNotGivenAtFirst() {
        k3s("v1.21.2+k3s1", "exit 0");

        run(new StateRestored(restore(Optional.of(OTHER_TOKEN))));

        assertThat(machine.read("/var/log/k3s")).endsWith(" token= file=" + OTHER_TOKEN + "\n");
    }

    @Test
    void aTokenThatWasRotatedSinceIsAnotherSecret() {
        assertThat(othersSecrets(OWN_TOKEN)).isFalse();
        assertThat(othersSecrets("K10" + AUTHORITY + "::server:older")).isTrue();
        assertThat(othersSecrets(OTHER_TOKEN)).isTrue();
    }

    private boolean othersSecrets(String token) {
        return TaskTrial.on(() -> machine)
                .ask(host -> restore(Optional.of(token)).withOtherSecrets(host));
    }

    @Test
    void whatK3sRefusesIsToldAndDoneAgainByTheNextRun() {
        k3s("v1.33.5+k3s1", "exit 1");

        assertThat(TaskTrial.problem(run(new StateRestored(restore(Optional.empty())))))
                .hasMessageContaining("K3S did not restore it")
                .hasMessageContaining("what K3S says");
        assertThat(machine.has(RestoreNote.FILE)).isFalse();

        k3s("v1.33.5+k3s1", "exit 0");
        assertThat(run(new StateRestored(restore(Optional.empty())))).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void sqlitesFilesComeBackWithTheAuthoritiesThatBelongToThem() {
        machine.file(SERVER + "/db/state.db", "good").file(SERVER + "/cred/passwd", "good");
        Command copy = Command.script(
                "cd " + SERVER + "; tar -czf db/snapshots/" + SQLITE + " db/state.db cred/passwd tls/server-ca.crt");
        assertThat(TaskTrial.on(() -> machine).ask(host -> host.ask(copy)).exitStatus())
                .isZero();
        machine.file(SERVER + "/db/state.db", "bad").file(SERVER + "/db/state.db-wal", "bad");

        run(new StateRestored(Restore.of(CLUSTER, SQLITE, Optional.of(Secret.of(OTHER_TOKEN)))));

        assertThat(machine.read(SERVER + "/db/state.db")).isEqualTo("good");
        assertThat(machine.read(SERVER + "/cred/passwd")).isEqualTo("good");
        assertThat(machine.has(SERVER + "/db/state.db-wal")).isFalse();
        assertThat(machine.has("/var/log/k3s")).isFalse();
    }

    @Test
    void aDamagedCopyOfSqliteHarmsNothing() {
        machine.file(SERVER + "/db/state.db", "state").file(SERVER + "/db/snapshots/" + SQLITE, "not gzip");

        assertThat(run(new StateRestored(Restore.of(CLUSTER, SQLITE, Optional.empty()))))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(machine.read(SERVER + "/db/state.db")).isEqualTo("state");
    }

    @Test
    void aStoppedServerStaysStoppedUntilItHasTheState() {
        Task stopped = new StoppedForRestore(Nodes.server().spec(), restore(Optional.empty()));

        assertThat(run(stopped)).isInstanceOf(Outcome.Changed.class);
        assertThat(run(stopped)).isInstanceOf(Outcome.Ok.class);
        assertThat(machine.read("/var/log/systemctl")).contains("--quiet disable k3s", "stop k3s");
        for (Task starts : new Task[] {
            new UnitStarted(Role.SERVER),
            new NodeService(Nodes.server().spec(), CLUSTER),
            new Restarted(Nodes.server().spec(), CLUSTER, "1")
        }) {
            assertThat(TaskTrial.problem(run(starts)))
                    .hasMessageContaining("the restore of " + NAME + " was begun and has not ended");
        }
    }

    @Test
    void anotherRestoreBeginsAnewWhereOneWasBegun() {
        machine.file(RestoreNote.FILE, "another\nREPLACED\n");

        assertThat(run(new StateRestored(restore(Optional.empty())))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(RestoreNote.FILE)).isEqualTo(NAME + "\nREPLACED\n");
    }

    @Test
    void theOldStateLiesBesideAndTheSnapshotsStay() {
        Task aside = new StatePutAside(restore(Optional.empty()));

        assertThat(run(aside)).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has(SERVER + "/db/etcd")).isFalse();
        assertThat(machine.has(SERVER + "/before-restore/db/etcd/member/old")).isTrue();
        assertThat(machine.read(SERVER + "/db/snapshots/" + NAME)).isEqualTo("state");
        assertThat(machine.has(SERVER + "/tls/server-ca.crt")).isTrue();
        assertThat(run(aside)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void whenItHasEndedNobodyDoesAnythingAgain() {
        machine.file(RestoreNote.FILE, NAME + "\nENDED\n");

        for (Task task : new Task[] {
            new StoppedForRestore(Nodes.server().spec(), restore(Optional.empty())),
            new StateRestored(restore(Optional.empty())),
            new StatePutAside(restore(Optional.empty())),
            new MachinesKnown(restore(Optional.empty())),
            new RestoreEnded(restore(Optional.empty()))
        }) {
            assertThat(run(task)).as(task.title()).isInstanceOf(Outcome.Ok.class);
        }
    }

    private static Restore restore(Optional<String> token) {
        return Restore.of(CLUSTER, NAME, token.map(Secret::of));
    }

    private Outcome run(Task task) {
        return TaskTrial.on(() -> machine).run(task);
    }
}
