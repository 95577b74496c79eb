package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every machine is a Ready node, with the address that the inventory means. */
class NodesReadyTest {
    private static final String ASK = "kubectl get --raw /api/v1/nodes";
    private static final Target AGENT = new Target("node-2");
    private static final NodesReady TASK = new NodesReady(
            List.of(
                    Nodes.server().spec(),
                    Nodes.of("node-2", Role.AGENT, "192.168.50.202").spec()),
            Duration.ofMinutes(5));

    private final ScriptedSession server = new ScriptedSession();
    private final ScriptedSession agent = new ScriptedSession();

    @BeforeEach
    void addresses() {
        server.onPart("ip -o -4").says(Nodes.TWO_NICS);
        agent.onPart("ip -o -4").says(Nodes.TWO_NICS.replace(".201", ".202"));
        server.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
        agent.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
    }

    @Test
    void allReadyIsInPlace() {
        nodes(node("node-1", "192.168.50.201", "True"), node("node-2", "192.168.50.202", "True"));

        assertThat(run()).isEqualTo(new Outcome.Ok("2 Ready: node-1, node-2"));
    }

    @Test
    void aNodeIsKnownByItsAddressWhateverItsName() {
        nodes(node("ubuntu-jammy", "192.168.50.201", "True"), node("other", "192.168.50.202", "True"));

        assertThat(run()).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aNodeWithVirtualBoxsAddressIsNotTheMachine() {
        nodes(node("node-1", "192.168.50.201", "True"), node("node-2", "10.0.2.15", "True"));

        assertThat(pending().seen()).isEqualTo("1 of 2 nodes are Ready; node-2 has not joined");
    }

    @Test
    void eachStateIsSaid() {
        nodes(node("node-1", "192.168.50.201", "False"));

        assertThat(pending().seen()).isEqualTo("0 of 2 nodes are Ready; node-1 is NotReady, node-2 has not joined");
    }

    @Test
    void aNodeOfWhichNothingWasHeardIsNotReady() {
        nodes(node("node-1", "192.168.50.201", "True"), node("node-2", "192.168.50.202", "Unknown"));

        assertThat(pending().seen()).contains("node-2 is NotReady");
    }

    @Test
    void theDiagnosisTellsOfTheMissingMachinesOnly() {
        nodes(node("node-1", "192.168.50.201", "True"));
        agent.onPart("journalctl -u k3s-agent").says("level=error msg=\"connection refused\"\n");

        Verdict.Pending pending = pending();
        String diagnosis = trial().ask(pending.diagnosis());

        assertThat(diagnosis)
                .contains("k3s-agent on node-2", "connection refused")
                .doesNotContain("node-1");
    }

    @Test
    void anApiThatDoesNotAnswerYetIsWaitedFor() {
        server.onPart(ASK).ends(1, "", "E1122 memcache.go\nThe connection to the server 127.0.0.1:6443 was refused\n");

        assertThat(pending().seen())
                .isEqualTo("the API does not answer yet: The connection to the server 127.0.0.1:6443 was refused");
    }

    @Test
    void anAgentThatEndsAgainAndAgainIsNotWaitedFor() {
        nodes(node("node-1", "192.168.50.201", "True"));
        agent.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "auto-restart", "enabled", 7));
        agent.onPart("journalctl").says("level=fatal msg=\"token CA hash does not match\"\n");

        assertThatThrownBy(() -> trial().verdict(TASK)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).startsWith("On node-2, K3S ends again and again");
            assertThat(e.hint()).contains("token CA hash does not match");
        });
    }

    @Test
    void whatIsNoJsonIsWaitedForToo() {
        server.onPart(ASK).says("<html>");

        assertThat(pending().seen()).startsWith("the API does not answer yet: not a list of nodes");
    }

    /** 2026-11-20T10:05:00Z is 1795169100: what a restored API, or one that has not missed it yet, tells of a node. */
    @ParameterizedTest
    @CsvSource({
        "1795169101, 1795169102, from before", // told a second before the start
        "1795169101, 1795179100, from before", // and nothing since
        "1795169100, 1795169101, from before", // before or after? Another look tells
        "1795169100, 1795169161, its own", // within the second of its start, and no newer one for a minute
        "1795169099, 1795169100, its own",
        "1795169101, 1795169100, its own", // the clock was set back: the start is no measure
    })
    void whatAnEarlierKubeletToldIsNotWhatThisOneTells(String started, String now, String told) {
        nodes(node("node-1", "192.168.50.201", "True"), node("node-2", "192.168.50.202", "True"));
        agent.onPart("systemctl show")
                .says(ServiceCurrentTest.state("active", "running", "enabled", 0) + "Started=" + started + "\nNow="
                        + now + "\n");

        if (told.equals("its own")) {
            assertThat(run()).isInstanceOf(Outcome.Ok.class);
        } else {
            assertThat(pending().seen())
                    .isEqualTo("1 of 2 nodes are Ready; node-2 is Ready still, and its kubelet has not told its state"
                            + " since its start");
        }
    }

    @Test
    void aNodeThatTheApiCallsReadyWhileItsUnitStartsIsWaitedFor() {
        nodes(node("node-1", "192.168.50.201", "True"), node("node-2", "192.168.50.202", "True"));
        agent.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "start", "enabled", 0));

        assertThat(pending().seen()).contains("node-2 is Ready, and its unit is still activating (start)");
    }

    @Test
    void theTitleCounts() {
        assertThat(TASK.title()).isEqualTo("Wait until 2 nodes are Ready");
        assertThat(new NodesReady(List.of(Nodes.server().spec()), Duration.ofMinutes(5)).title())
                .isEqualTo("Wait until the node is Ready");
    }

    @Test
    void aNodeListOfK3sIsReadAsItIs() throws Exception {
        List<ClusterNode> nodes = ClusterNode.parse(NodeLists.read("nodes.json"));

        assertThat(nodes)
                .containsExactly(
                        new ClusterNode(
                                "vagrantbox-1",
                                "192.168.50.201",
                                true,
                                "v1.33.5+k3s1",
                                List.of("control-plane", "master"),
                                false,
                                false,
                                "2026-11-20T10:00:10Z",
                                "2026-11-20T10:05:00Z",
                                false,
                                EtcdSeat.NONE),
                        new ClusterNode(
                                "vagrantbox-2",
                                "192.168.50.202",
                                false,
                                "v1.33.5+k3s1",
                                List.of(),
                                false,
                                false,
                                "2026-11-20T10:00:10Z",
                                "2026-11-20T10:05:00Z",
                                false,
                                EtcdSeat.NONE),
                        new ClusterNode(
                                "lab-3",
                                "172.30.50.203",
                                true,
                                "v1.33.5+k3s1",
                                List.of(),
                                true,
                                false,
                                "2026-11-20T10:00:10Z",
                                "2026-11-20T10:05:00Z",
                                false,
                                EtcdSeat.NONE));
    }

    @Test
    void aNodeThatHasJustRegisteredHasLittleToTell() throws Exception {
        assertThat(ClusterNode.parse("{\"items\":[{\"metadata\":{\"name\":\"n\"}}]}"))
                .containsExactly(
                        new ClusterNode("n", "", false, "", List.of(), false, false, "", "", false, EtcdSeat.NONE));
        assertThat(ClusterNode.parse("{}")).isEmpty();
    }

    private void nodes(String... nodes) {
        server.onPart(ASK).says("{\"kind\":\"NodeList\",\"items\":[" + String.join(",", nodes) + "]}");
    }

    private static String node(String name, String ip, String ready) {
        return """
                {"metadata":{"name":"%s"},"status":{"addresses":[{"type":"InternalIP","address":"%s"},
                {"type":"Hostname","address":"%s"}],"conditions":[{"type":"MemoryPressure","status":"False"},
                {"type":"Ready","status":"%s","lastHeartbeatTime":"2026-11-20T10:05:00Z"}]}}""".formatted(name, ip, name, ready);
    }

    private TaskTrial trial() {
        return TaskTrial.on(server).with(AGENT, agent);
    }

    private Outcome run() {
        return trial().run(TASK);
    }

    private Verdict.Pending pending() {
        return (Verdict.Pending) trial().verdict(TASK);
    }
}
