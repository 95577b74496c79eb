package dev.k3sdeploy.k3s;

import static dev.k3sdeploy.k3s.NodeObjects.agent;
import static dev.k3sdeploy.k3s.NodeObjects.etcd;
import static dev.k3sdeploy.k3s.NodeObjects.list;
import static dev.k3sdeploy.k3s.NodeObjects.member;
import static dev.k3sdeploy.k3s.NodeObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node leaves a cluster of three servers and an agent; the machine that leaves is the trial's. */
class RemovePlaybookTest {
    private static final Target SERVER = new Target("server-1");
    private static final NodeSpec LEAVER = Nodes.server().spec();
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            List.of(
                    Nodes.of("server-1", Role.SERVER, "192.168.50.11").spec(),
                    Nodes.of("server-2", Role.SERVER, "192.168.50.12").spec(),
                    LEAVER));
    private static final String PODS = "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1";

    private final ScriptedSession host = new ScriptedSession();
    private final ScriptedSession server = new ScriptedSession();

    @BeforeEach
    void addresses() {
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
        host.on("true").succeeds();
        server.onPart("date +%s").says("1795341600\n"); // 2026-11-22T10:00:00Z
    }

    @Test
    void theMachineIsStoppedBetweenDrainAndDeletion() {
        assertThat(RemovePlaybook.of(CLUSTER, List.of("node-1"), false).describe())
                .isEqualTo("""
                Remove nodes: cluster lab

                Remove node-1
                  node-1
                    See whether it can be removed
                    Drain its node
                    Stop k3s
                    Delete its node
                    Remove K3S
                """);
    }

    @Test
    void ofANodeThatTheInventoryDoesNotHaveOnlyTheClustersSideIsRemoved() {
        assertThat(RemovePlaybook.of(CLUSTER, List.of("stray"), false).describe())
                .contains("Drain its node", "Delete its node")
                .doesNotContain("Stop", "Remove K3S");
    }

    @Test
    void theFirstServerAndTheOnlyOneAreRefusedWithWhatThatMeans() {
        ClusterSpec alone = Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), LEAVER);

        assertThatThrownBy(() -> RemovePlaybook.of(CLUSTER, List.of("server-1"), true))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).contains("the other machines join it");
                    assertThat(e.hint()).contains("Put another server first");
                });
        assertThatThrownBy(() -> RemovePlaybook.of(alone, List.of("node-1"), true))
                .hasMessageContaining("the only server");
    }

    @Test
    void oneOfThreeServersMayLeave() {
        nodes(etcd("server-1", 11, true), etcd("server-2", 12, true), etcd("node-1", 201, true));

        assertThat(run(new MayLeave(leaving(false)))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aServerWithoutWhichNoMajorityRunsMayNot() {
        nodes(etcd("server-1", 11, true), etcd("server-2", 12, false), etcd("node-1", 201, true));

        assertThat(TaskTrial.problem(run(new MayLeave(leaving(true)))))
                .hasMessageContaining(
                        "etcd has 3 members, 2 must run to let one go, and without it these are Ready: server-1");
    }

    @Test
    void oneOfTwoServersMayNotEither() {
        nodes(etcd("server-1", 11, true), etcd("node-1", 201, true));

        assertThat(TaskTrial.problem(run(new MayLeave(leaving(false)))).hint()).contains("Add a third server");
    }

    @Test
    void aNodeThatIsAMachineOfTheInventoryIsToBeNamedSo() {
        nodes(etcd("box", 12, true));
        Leaving box = new Leaving(new Target("box"), Optional.empty(), CLUSTER, false);

        assertThat(TaskTrial.problem(run(new MayLeave(box))).hint()).contains("k3sdeploy node remove server-2");
    }

    @Test
    void anApiThatDoesNotAnswerIsAFailure() {
        server.onPart("--raw /api/v1/nodes").ends(1, "", "The connection to the server 127.0.0.1:6443 was refused\n");

        assertThat(TaskTrial.problem(run(new NodeGone(leaving(false)))))
                .hasMessageContaining("On server-1, the API does not answer: The connection");
    }

    @Test
    void podsThatCouldRunElsewhereAreDrained() {
        nodes(agent("node-1", true, false));
        pods(pod("web", "ReplicaSet", "Running"), pod("log", "DaemonSet", "Running"), pod("job", "Job", "Succeeded"));

        assertThat(summary(new Drained(leaving(false)))).isEqualTo("drain node-1, where 1 pods are");
    }

    @Test
    void aCordonedNodeWithADaemonSetsPodIsDrained() {
        nodes(agent("node-1", true, true));
        pods(pod("log", "DaemonSet", "Running"));

        assertThat(run(new Drained(leaving(false)))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aDrainThatDoesNotEndIsAFailureThatNamesForce() {
        nodes(agent("node-1", true, false));
        pods(pod("web", "ReplicaSet", "Running"));
        server.onPart("kubectl drain node-1").ends(1, "", "Cannot evict pod as it would violate the budget\n");

        K3sDeployException problem = TaskTrial.problem(run(new Drained(leaving(false))));

        assertThat(problem).hasMessageContaining("would violate the budget");
        assertThat(problem.hint()).contains("--force", "kubectl uncordon node-1");
    }

    @Test
    void forceGoesOnAfterADrainThatDoesNotEnd() {
        server.onPart("--raw /api/v1/nodes")
                .says(list(agent("node-1", true, false)))
                .says(list(agent("node-1", true, true)));
        pods(pod("web", "ReplicaSet", "Running"));
        server.onPart("kubectl drain node-1").fails(1);

        assertThat(run(new Drained(leaving(true)))).isInstanceOf(Outcome.Skipped.class);
        assertThat(server.commands()).anyMatch(command -> command.contains("--timeout=300s --force"));
    }

    @Test
    void withoutDrainNothingIsAsked() {
        ClusterSpec cluster = new ClusterSpec(
                CLUSTER.name(),
                CLUSTER.servers(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CLUSTER.kubeconfig(),
                CLUSTER.readyWithin(),
                new Rollout(false, Duration.ofMinutes(5), 1));

        assertThat(run(new Drained(new Leaving(TaskTrial.HOST, Optional.of(LEAVER), cluster, false))))
                .isEqualTo(new Outcome.Skipped("k3s_drain is false"));
    }

    @Test
    void anAgentsNodeIsDeletedAtOnce() {
        server.onPart("--raw /api/v1/nodes")
                .says(list(agent("node-1", true, true)))
                .says(list());
        server.onPart("kubectl delete node node-1").succeeds();

        assertThat(run(new NodeGone(leaving(false)))).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void aNewerServerIsTakenOutOfEtcdFirst() {
        String asked = member("node-1", "False", "\"etcd.k3s.cattle.io/remove\":\"true\"", "v1.22.2+k3s2");
        String left = asked.replace("\"true\"}", "\"true\",\"etcd.k3s.cattle.io/removed-node-name\":\"node-1-1a2b\"}");
        server.onPart("--raw /api/v1/nodes")
                .says(list(member("node-1", "True", "", "v1.22.2+k3s2")))
                .says(list(asked))
                .says(list(left))
                .says(list());
        server.onPart("annotate node node-1 etcd.k3s.cattle.io/remove=true").succeeds();
        server.onPart("kubectl delete node node-1").succeeds();

        assertThat(run(new NodeGone(leaving(false))))
                .isInstanceOfSatisfying(
                        Outcome.Changed.class,
                        changed -> assertThat(changed.diff().summary())
                                .isEqualTo("take it out of etcd; delete node node-1"));
    }

    @Test
    void anOlderServersNodeIsDeletedOnceAnotherHasItsLease() {
        NodeGone task = new NodeGone(leaving(false));
        nodes(member("node-1", "True", "", "v1.21.2+k3s1"));
        assertThat(trial().verdict(task)).isInstanceOf(Verdict.Pending.class);

        nodes(member("node-1", "False", "", "v1.21.2+k3s1").replace("T09:00:00Z", "T09:59:50Z"));
        assertThat(trial().verdict(task)).isInstanceOf(Verdict.Pending.class);

        nodes(member("node-1", "False", "", "v1.21.2+k3s1"));
        assertThat(summary(task)).isEqualTo("delete node node-1");
    }

    @Test
    void aDeletedNodeThatStaysIsWaitedForAndWhatHelpsIsSaid() {
        nodes(agent("node-1", false, true)
                .replace("\"labels\"", "\"deletionTimestamp\":\"2026-11-22T09:00:00Z\",\"labels\""));

        Verdict.Pending pending = (Verdict.Pending) trial().verdict(new NodeGone(leaving(false)));

        assertThat(pending.seen()).isEqualTo("K3S is letting node node-1 go");
        assertThat(trial().ask(pending.diagnosis())).contains("k3sdeploy restart -l server-1");
    }

    private static Leaving leaving(boolean force) {
        return new Leaving(TaskTrial.HOST, Optional.of(LEAVER), CLUSTER, force);
    }

    private TaskTrial trial() {
        return TaskTrial.on(host).with(SERVER, server);
    }

    private Outcome run(Task task) {
        return trial().run(task);
    }

    private String summary(Task task) {
        return ((Verdict.Drift) trial().verdict(task)).diff().summary();
    }

    private void nodes(String... nodes) {
        server.onPart("--raw /api/v1/nodes").says(list(nodes));
    }

    private void pods(String... pods) {
        server.onPart(PODS).says(list(pods));
    }
}
