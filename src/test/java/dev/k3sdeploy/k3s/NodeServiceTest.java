package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node gets to what is wanted without harm to the cluster. The machine looked at is {@code node-1}. */
class NodeServiceTest {
    private static final Target FIRST = new Target("server-1");
    private static final NodeSpec SERVER =
            Nodes.of("server-1", Role.SERVER, "192.168.50.200").spec();
    private static final NodeSpec SECOND =
            Nodes.of("node-1", Role.SERVER, "192.168.50.201").spec();
    private static final NodeSpec AGENT = Nodes.agent().spec();
    private static final Path KUBECONFIG = Path.of("/tmp/none/k3s.yaml");
    private static final ClusterSpec WITH_AGENT = Nodes.cluster(KUBECONFIG, SERVER, AGENT);
    private static final ClusterSpec TWO_SERVERS = Nodes.cluster(KUBECONFIG, List.of(SERVER, SECOND));

    private static final String RUNNING = ServiceCurrentTest.state("active", "running", "enabled", 0);
    private static final String STOPPED = ServiceCurrentTest.state("inactive", "dead", "enabled", 0);
    private static final String FILES = "/usr/local/bin/k3s 131 72 2026\ncccc  /etc/rancher/k3s/config.yaml\n";
    private static final String OTHER_CONFIG = FILES.replace("cccc", "dddd");
    private static final String NODES = "get --raw /api/v1/nodes";

    private final ScriptedSession host = new ScriptedSession();
    private final ScriptedSession first = new ScriptedSession();

    @BeforeEach
    void aMachineOfTheCluster() {
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
        first.onPart("ip -o -4").says(Nodes.TWO_NICS.replace("192.168.50.201", "192.168.50.200"));
        first.onPart("systemctl show").says(RUNNING);
        first.onPart("--version").says("k3s version v1.33.5+k3s1 (abc)\n");
        host.onPart("--version").says("k3s version v1.33.5+k3s1 (abc)\n");
        host.onPart("rolling.new").succeeds();
        host.onPart("etcd/member").fails(1);
        host.onPart("etcd/peer-server-client.crt").says("1795168810\n");
        host.onPart("rm -f /var/lib/k3sdeploy/rolling").succeeds();
        host.onPart("--no-block restart").succeeds();
        host.onPart("exit 44; cat /var/lib/k3sdeploy/rolling").fails(44);
        first.onPart(" drain ").succeeds();
        first.onPart(" uncordon ").succeeds();
    }

    @Test
    void whatRunsAsItShouldAsksNobodyElse() {
        unit(RUNNING, FILES, FILES, "", "");

        assertThat(run(AGENT, WITH_AGENT)).isInstanceOf(Outcome.Ok.class);
        assertThat(host.commands()).hasSize(2);
        assertThat(first.commands()).isEmpty();
    }

    @Test
    void anAgentsOptionRestartsItAtOnce() {
        unit(RUNNING, FILES, OTHER_CONFIG, "", "");

        assertThat(verdict(AGENT, WITH_AGENT)).isInstanceOf(Verdict.Drift.class);
    }

    @Test
    void aServersOptionRestartsItInItsTurn() {
        unit(RUNNING, FILES, OTHER_CONFIG, "", "");

        assertThat(summary(inTurn(verdict(SECOND, TWO_SERVERS))))
                .isEqualTo("restart it: it runs with an older config.yaml");
        assertThat(verdict(SECOND, Nodes.cluster(KUBECONFIG, SECOND))).isInstanceOf(Verdict.Drift.class);
    }

    @Test
    void anotherVersionDrainsRestartsWaitsAndLetsPodsInAgain() {
        host.onPart("systemctl show").says(RUNNING);
        host.onPart("; echo ==; cat")
                .says(answer(FILES, FILES, "", "/usr/local/bin/k3s.next"))
                .says(answer(FILES, FILES, "", "/usr/local/bin/k3s.next"))
                .says(answer(FILES, FILES, "restarting, drained", "/usr/local/bin/k3s.next"))
                .says(answer(FILES, FILES, "restarting, drained", ""))
                .says(answer(FILES, FILES, "", ""));
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", ""));

        assertThat(run(AGENT, WITH_AGENT))
                .isEqualTo(new Outcome.Changed(Diff.of("drain it for another version of K3S;"
                        + " restart it: it runs with an older k3s; let pods onto it again")));
        assertThat(first.commands())
                .anyMatch(command -> command.contains("kubectl drain node-1 --ignore-daemonsets")
                        && command.contains("--timeout=300s"))
                .anyMatch(command -> command.contains("kubectl uncordon node-1"));
    }

    @Test
    void aNodeThatPeopleHaveCordonedStaysCordoned() {
        host.onPart("systemctl show").says(RUNNING);
        host.onPart("; echo ==; cat")
                .says(answer(FILES, FILES, "", "/usr/local/bin/k3s.next"))
                .says(answer(FILES, FILES, "", "/usr/local/bin/k3s.next"))
                .says(answer(FILES, FILES, "restarting", ""))
                .says(answer(FILES, FILES, "", ""));
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", "\"spec\":{\"unschedulable\":true},"));

        assertThat(run(AGENT, WITH_AGENT))
                .isEqualTo(new Outcome.Changed(Diff.of("drain it for another version of K3S; it is Ready")));
        assertThat(host.commands()).anyMatch(command -> command.contains("'draining, cordoned before'"));
        assertThat(first.commands()).noneMatch(command -> command.contains("uncordon"));
    }

    @Test
    void podsThatDoNotLeaveStopTheUpgradeWithKubectlsWords() {
        unit(RUNNING, FILES, FILES, "", "/usr/local/bin/k3s.next");
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", ""));
        first.onPart(" drain ").ends(1, "", "error: Cannot evict pod web-1: disruption budget\n");

        Outcome outcome = run(AGENT, WITH_AGENT);

        assertThat(TaskTrial.problem(outcome).summary())
                .isEqualTo("Node node-1 was not drained: error: Cannot evict pod web-1: disruption budget");
        assertThat(TaskTrial.problem(outcome).hint()).contains("k3s_drain_timeout", "k3s_drain: false");
        assertThat(host.commands()).noneMatch(command -> command.contains("restart k3s"));
    }

    @Test
    void theNodeMustComeBackWithTheNewVersion() {
        unit(RUNNING, FILES, FILES, "restarting, drained", "");
        host.onPart("--version").says("k3s version v1.34.1+k3s1 (abc)\n");
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", ""));

        assertThat(((Verdict.Pending) inTurn(verdict(AGENT, WITH_AGENT))).seen())
                .isEqualTo("node-1 is registered with v1.33.5+k3s1 still, not v1.34.1+k3s1");
    }

    @Test
    void aServerJoinsWhenTheFirstOneIsReady() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").succeeds();
        host.on("test -e /var/lib/rancher/k3s/server/db/etcd/member").fails(1);
        nodes(node("server-1", "192.168.50.200", false, "v1.33.5+k3s1", ""));
        assertThat(((Verdict.Pending) inTurn(verdict(SECOND, TWO_SERVERS))).seen())
                .isEqualTo("server-1 is NotReady");

        nodes(node("server-1", "192.168.50.200", true, "v1.33.5+k3s1", ""));
        assertThat(summary(inTurn(verdict(SECOND, TWO_SERVERS)))).isEqualTo("join server-1");
    }

    @Test
    void aMemberOfEtcdIsStartedAlthoughNoOtherServerAnswers() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").succeeds();
        host.on("test -e /var/lib/rancher/k3s/server/db/etcd/member").succeeds();

        assertThat(summary(verdict(SECOND, TWO_SERVERS))).startsWith("it is ");
        assertThat(first.commands()).isEmpty();
    }

    /** As when all certificates are over: a restart renews those of one server after the other. */
    @Test
    void aServerThatWasRestartedIsAskedItselfWhereAnotherOneTakesNoCertificate() {
        unit(RUNNING, FILES, FILES, "restarting", "");
        host.onPart("--version").says("k3s version v1.33.5+k3s1 (abc)\n");
        host.onPart(NODES).says("{\"items\":[" + node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", "") + "]}");
        first.onPart(NODES).ends(1, "", "error: You must be logged in to the server (Unauthorized)\n");

        assertThat(summary(inTurn(verdict(SECOND, TWO_SERVERS)))).isEqualTo("it is Ready");
        first.onPart(NODES).ends(1, "", "The connection to the server was refused\n");
        assertThat(((Verdict.Pending) inTurn(verdict(SECOND, TWO_SERVERS))).seen())
                .contains("the API does not answer");
    }

    @Test
    void aServerThatOnlyLearnsIsWaitedFor() {
        unit(RUNNING, FILES, FILES, "restarting", "");
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", "")
                .replace("\"conditions\":[", "\"conditions\":[{\"type\":\"EtcdIsVoter\",\"status\":\"False\"},"));

        assertThat(((Verdict.Pending) inTurn(verdict(SECOND, TWO_SERVERS))).seen())
                .isEqualTo("node-1 is not a voting member of etcd yet");
    }

    @Test
    void theNodeOfAMachineThatWasMadeAnewIsRemovedOnceItIsSilent() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").fails(1);
        host.on("uname -n").says("Node-1\n");
        nodes(node("node-1", "192.168.50.201", true, "v1.33.5+k3s1", ""));
        assertThat(((Verdict.Pending) verdict(AGENT, WITH_AGENT)).seen())
                .isEqualTo("a node node-1 at 192.168.50.201 is Ready, and this machine is not it");

        nodes(node("node-1", "192.168.50.201", false, "v1.33.5+k3s1", ""));
        assertThat(summary(verdict(AGENT, WITH_AGENT)))
                .isEqualTo("remove node node-1 of the machine that was here before");
    }

    @Test
    void aServersNodeIsRemovedOnlyWhenAnotherServerCanHaveTakenOver() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").fails(1);
        host.on("uname -n").says("node-1\n");
        nodes(node("node-1", "192.168.50.201", false, "v1.33.5+k3s1", ""));

        first.on("date +%s").says("1795168810\n"); // 2026-11-20T10:00:10Z
        assertThat(verdict(SECOND, TWO_SERVERS)).isInstanceOf(Verdict.Pending.class);
        first.on("date +%s").says("1795168860\n");
        assertThat(summary(verdict(SECOND, TWO_SERVERS))).startsWith("remove node node-1");
    }

    @Test
    void aFreshClusterHasNoFormerNodesAndIsNotAsked() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").fails(1);
        first.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "start", "enabled", 0));

        first.onPart("server-ca.crt").fails(1);

        assertThat(summary(verdict(AGENT, WITH_AGENT))).isEqualTo("it is inactive (dead)");
    }

    @Test
    void aClusterThatIsStartedAgainIsWaitedForItMayKnowAFormerNode() {
        unit(STOPPED, FILES, "", "", "");
        host.on("test -e /etc/rancher/node/password").fails(1);
        host.on("uname -n").says("node-1\n");
        first.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "start", "enabled", 0));
        first.onPart("server-ca.crt").succeeds();
        first.onPart(NODES).fails(1);
        Verdict.Pending silent = (Verdict.Pending) verdict(AGENT, WITH_AGENT);
        assertThat(silent.seen())
                .isEqualTo("the API of server-1, which may know an older node of this machine's name, does not answer:"
                        + " no answer");
        first.onPart("journalctl").says("");
        assertThat(TaskTrial.on(host).with(FIRST, first).ask(silent.diagnosis()))
                .contains("etcd has no majority", "`k3sdeploy down`");

        nodes(node("node-1", "192.168.50.201", false, "v1.33.5+k3s1", ""));
        assertThat(summary(verdict(AGENT, WITH_AGENT)))
                .isEqualTo("remove node node-1 of the machine that was here before");
    }

    private void unit(String state, String now, String then, String step, String next) {
        host.onPart("systemctl show").says(state);
        host.onPart("; echo ==; cat").says(answer(now, then, step, next));
    }

    private static String answer(String now, String then, String step, String next) {
        return now + "==\n" + then + "==\n" + (step.isEmpty() ? "" : step + "\n") + "==\n" + next;
    }

    private void nodes(String node) {
        first.onPart(NODES).says("{\"items\":[" + node + "]}");
    }

    private static String node(String name, String ip, boolean ready, String version, String spec) {
        return """
                {"metadata":{"name":"%s"},%s"status":{"addresses":[{"type":"InternalIP","address":"%s"}],
                "conditions":[{"type":"Ready","status":"%s","lastTransitionTime":"2026-11-20T10:00:00Z"}],
                "nodeInfo":{"kubeletVersion":"%s"}}}
                """.formatted(name, spec, ip, ready ? "True" : "Unknown", version);
    }

    private Verdict verdict(NodeSpec node, ClusterSpec cluster) {
        return TaskTrial.on(host).with(FIRST, first).verdict(new NodeService(node, cluster));
    }

    private Outcome run(NodeSpec node, ClusterSpec cluster) {
        return TaskTrial.on(host).with(FIRST, first).run(new NodeService(node, cluster));
    }

    private static Verdict inTurn(Verdict verdict) {
        return ((Verdict.InTurn) verdict).verdict();
    }

    private static String summary(Verdict verdict) {
        return ((Verdict.Drift) verdict).diff().summary();
    }
}
