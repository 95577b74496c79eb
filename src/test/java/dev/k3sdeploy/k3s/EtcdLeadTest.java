package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers as etcd 3.5 gives them to JSON: numbers of 64 bits are texts there, and what is false is left out. */
class EtcdLeadTest {
    private static final String MEMBERS = """
            {"header":{"member_id":"11"},"members":[
              {"ID":"11","name":"server-1-0a1b2c3d","clientURLs":["https://192.168.50.11:2379"]},
              {"ID":"22","name":"server-2-0a1b2c3d","isLearner":true},
              {"ID":"33","name":""},
              {"ID":"18446744073709551615","name":"server-4-0a1b2c3d"}]}""";
    private static final NodeSpec SERVER = Nodes.server().spec();
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            List.of(SERVER, Nodes.of("server-2", Role.SERVER, "192.168.50.12").spec()));

    private final ScriptedSession host = new ScriptedSession();

    private static String answers(String leader) {
        return "{\"status\":{\"header\":{\"member_id\":\"11\"},\"leader\":\"" + leader + "\"},\"members\":" + MEMBERS
                + "}";
    }

    @Test
    void itGoesToAnotherMemberThatHasAVoteAndRuns() {
        assertThat(EtcdLead.successor(answers("11"))).contains("18446744073709551615");
    }

    @Test
    void whoDoesNotLeadHandsNothingOver() {
        assertThat(EtcdLead.successor(answers("33"))).isEmpty();
    }

    @Test
    void nobodyElseHasAVote() {
        assertThat(EtcdLead.successor(answers("11").replace("18446744073709551615", "11")))
                .isEmpty();
    }

    @Test
    void whatIsNoAnswerOfEtcdHandsNothingOver() {
        for (String answer : List.of("", "{", "404 page not found", "{\"status\":{},\"members\":{}}")) {
            assertThat(EtcdLead.successor(answer)).as(answer).isEmpty();
        }
        assertThat(EtcdLead.successor(answers("11").replace("18446744073709551615", "1'; reboot; '")))
                .isEmpty();
    }

    private void stop(NodeSpec node, ClusterSpec cluster) {
        host.onPart("systemctl show")
                .says(ServiceCurrentTest.state("active", "running", "enabled", 0))
                .says(ServiceCurrentTest.state("inactive", "dead", "enabled", 0));
        host.onPart("systemctl stop").succeeds();
        assertThat(TaskTrial.on(host).run(new UnitStopped(node.role(), new EtcdLead(node, cluster))))
                .isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void aLeaderHandsItOverBeforeItEnds() {
        host.onPart("maintenance/status").says(answers("11"));
        host.onPart("maintenance/transfer-leadership").succeeds();

        stop(SERVER, CLUSTER);

        assertThat(String.join("\n", host.commands()))
                .containsSubsequence(
                        "cluster/member/list", "{\"targetID\":\"18446744073709551615\"}", "systemctl stop");
    }

    @Test
    void itEndsWhateverEtcdSays() {
        host.onPart("maintenance/status").ends(1, "", "error: the server could not find the requested resource\n");
        stop(SERVER, CLUSTER);

        host.onPart("maintenance/status").says(answers("11"));
        host.onPart("maintenance/transfer-leadership").ends(1, "", "Error from server (Timeout)\n");
        stop(SERVER, CLUSTER);
    }

    @Test
    void agentsAndServersWithoutOthersAreNotAsked() {
        NodeSpec agent = Nodes.agent().spec();
        stop(agent, CLUSTER);
        stop(SERVER, Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), SERVER, agent));

        assertThat(host.commands()).noneMatch(command -> command.contains("2379"));
    }
}
