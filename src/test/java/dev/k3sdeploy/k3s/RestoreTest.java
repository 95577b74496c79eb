package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster gets a snapshot's state. The first server is {@code node-1}. */
class RestoreTest {
    private static final String NAME = "on-demand-node-1-1763850000";
    private static final Path KUBECONFIG = Path.of("/tmp/none/k3s.yaml");
    private static final NodeSpec SECOND =
            Nodes.of("node-2", Role.SERVER, "192.168.50.202").spec();
    private static final NodeSpec AGENT =
            Nodes.of("node-3", Role.AGENT, "192.168.50.203").spec();
    private static final ClusterSpec CLUSTER =
            Nodes.cluster(KUBECONFIG, List.of(Nodes.server().spec(), SECOND), AGENT);

    private final ScriptedSession first = new ScriptedSession();

    @BeforeEach
    void aServer() {
        first.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
        first.onPart(RestoreNote.FILE).fails(44);
        first.onPart("test -f").succeeds();
        first.onPart("snapshot-tokens").fails(44);
        first.onPart("server/token").says("K10abc::server:mine\n");
    }

    @Test
    void nothingStopsBeforeAllWasLookedAtAndNobodyJoinsBeforeTheFirstIsReady() {
        assertThat(SnapshotPlaybooks.restore(Restore.of(CLUSTER, NAME, Optional.empty()), "1")
                        .describe())
                .containsSubsequence(
                        "See whether " + NAME + " can be restored",
                        "Stop the servers",
                        "node-1",
                        "node-2",
                        "Restore the first server",
                        "Restore " + NAME,
                        "Let the machines in",
                        "Wait until the node is Ready",
                        "Join the other servers, one at a time",
                        "Put the old state aside",
                        "Restart the agents",
                        "Note that the restore has ended",
                        "Tidy up the other servers",
                        "Tidy up\n");
    }

    @Test
    void aFileIsSentWithItsToken(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(NAME), "state");
        Files.writeString(folder.resolve(NAME + ".token"), "K10abc::server:theirs\n");
        Restore restore = Restore.of(CLUSTER, LocalSnapshot.open(file), Optional.empty());

        assertThat(restore.givenToken()).contains(Secret.of("K10abc::server:theirs"));
        assertThat(SnapshotPlaybooks.restore(restore, "1").describe())
                .containsSubsequence(
                        "Send " + file, "Write /var/lib/rancher/k3s/server/snapshot-tokens/" + NAME, "Stop");
    }

    @Test
    void aFileWithoutItsTokenIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(NAME), "state");

        K3sDeployException problem = problem(new RestorePossible(
                Nodes.server().spec(), Restore.of(CLUSTER, LocalSnapshot.open(file), Optional.empty())));

        assertThat(problem.summary()).contains("There is no token for " + NAME);
        assertThat(problem.hint()).contains("--token-file");
    }

    @Test
    void whatIsNotThereCannotBeRestored() {
        first.onPart("test -f").fails(1);

        assertThat(problem(possible(Nodes.server().spec(), NAME)).summary())
                .isEqualTo("Server node-1 has no snapshot " + NAME);
    }

    @Test
    void aCopyOfSqliteIsNotForSeveralServers() {
        assertThat(problem(possible(Nodes.server().spec(), NAME + ".sqlite.tar.gz"))
                        .hint())
                .contains("Restore it to a single server");
    }

    @Test
    void theInventorysTokenMustBeTheSnapshots() {
        NodeSpec other = Nodes.server().token("theirs").spec();
        NodeSpec same = Nodes.server().token("mine").spec();

        assertThat(problem(possible(other, NAME)).summary()).contains("k3s_token is not the token of " + NAME);
        assertThat(TaskTrial.on(first).run(possible(same, NAME))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aMachineAtAnotherAddressIsANewNodeAndTheOthersMayShowAnotherPassword() {
        ScriptedSession second = new ScriptedSession();
        ScriptedSession agent = new ScriptedSession();
        first.onPart("get --raw /api/v1/nodes")
                .says("""
                {"items":[%s,%s]}""".formatted(node("node-1", "192.168.50.201"), node("node-2", "10.9.9.9")));
        machine(first, "node-1", "192.168.50.201");
        machine(second, "node-2", "192.168.50.202");
        machine(agent, "Node-3", "192.168.50.203");
        first.onPart("delete").succeeds();
        first.onPart("mkdir -p /var/lib/k3sdeploy").succeeds();

        TaskTrial.on(first)
                .with(new Target("node-2"), second)
                .with(new Target("node-3"), agent)
                .run(new MachinesKnown(Restore.of(CLUSTER, NAME, Optional.empty())));

        assertThat(first.commands().stream().filter(command -> command.contains(" delete ")))
                .containsExactly(
                        "/usr/local/bin/k3s kubectl --namespace=kube-system delete secret node-1.node-password.k3s"
                                + " --ignore-not-found",
                        "/usr/local/bin/k3s kubectl delete node node-2 --wait=false",
                        "/usr/local/bin/k3s kubectl --namespace=kube-system delete secret node-3.node-password.k3s"
                                + " --ignore-not-found");
    }

    @Test
    void anUnreadableNoteIsNoNote() {
        assertThat(RestoreNote.parse("").step()).isEqualTo(RestoreNote.Step.NONE);
        assertThat(RestoreNote.parse("x\nNONSENSE\n").step()).isEqualTo(RestoreNote.Step.NONE);
        assertThat(RestoreNote.parse("x\nSTOPPED\n")).isEqualTo(new RestoreNote("x", RestoreNote.Step.STOPPED));
    }

    private static void machine(ScriptedSession session, String name, String ip) {
        session.onPart("uname -n").says(name + "\n");
        session.onPart("ip -o -4").says(Nodes.TWO_NICS.replace("192.168.50.201", ip));
    }

    private static String node(String name, String ip) {
        return """
                {"metadata":{"name":"%s"},"status":{"addresses":[{"type":"InternalIP","address":"%s"}],"conditions":[],
                "nodeInfo":{"kubeletVersion":"v1.33.5+k3s1"}}}""".formatted(name, ip);
    }

    private static RestorePossible possible(NodeSpec node, String name) {
        return new RestorePossible(node, Restore.of(CLUSTER, name, Optional.empty()));
    }

    private K3sDeployException problem(Task task) {
        return TaskTrial.problem(TaskTrial.on(first).run(task));
    }
}
