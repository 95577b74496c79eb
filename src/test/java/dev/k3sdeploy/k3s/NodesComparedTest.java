package dev.k3sdeploy.k3s;

import static dev.k3sdeploy.k3s.NodeObjects.agent;
import static dev.k3sdeploy.k3s.NodeObjects.etcd;
import static dev.k3sdeploy.k3s.NodeObjects.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nodes of the cluster are machines of the inventory. */
class NodesComparedTest {
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            List.of(
                    Nodes.of("server-2", Role.SERVER, "192.168.50.12").spec(),
                    Nodes.server().spec()));

    private final ScriptedSession server = new ScriptedSession();

    @Test
    void nodesOfTheInventoryAreKnownByAddressOrName() {
        nodes(etcd("renamed", 12, true), agent("node-1", true, false), etcd("old", 99, false));

        List<String> notes = new ArrayList<>();
        Outcome outcome = TaskTrial.on(server).run(new NodesCompared(CLUSTER, notes::add));

        assertThat(outcome).isEqualTo(new Outcome.Ok("not in the inventory: old"));
        assertThat(notes).singleElement().asString().contains("Not in the inventory: old", "--prune");
    }

    @Test
    void theNodesOfAMachineWhoseHostnameChangedAreToldAndNoneIsAStranger() {
        String former = agent("node-1", false, false);
        nodes(former, former.replace("\"node-1\"", "\"renamed\""), etcd("other", 12, true));

        List<String> notes = new ArrayList<>();
        Outcome outcome = TaskTrial.on(server).run(new NodesCompared(CLUSTER, notes::add));

        assertThat(outcome).isEqualTo(new Outcome.Ok("every node is a machine of the inventory"));
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("The nodes node-1, renamed have one address", "hostnamectl", "delete node");
    }

    private void nodes(String... nodes) {
        server.onPart("--raw /api/v1/nodes").says(list(nodes));
    }
}
