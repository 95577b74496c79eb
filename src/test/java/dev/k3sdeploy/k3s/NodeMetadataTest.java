package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The nodes' labels and taints, by the server's API. */
class NodeMetadataTest {
    private static final String ASK = "kubectl get --raw /api/v1/nodes";
    private static final String NODES = """
            {"items": [{"metadata": {"name": "box", "labels": {%s}, "annotations": {%s}},
                        "status": {"addresses": [{"type": "InternalIP", "address": "192.168.50.201"}]}}]}
            """;

    private final ScriptedSession server = new ScriptedSession();
    private final NodeMetadata task = new NodeMetadata(List.of(Nodes.server()
            .spec()
            .with(new NodeSettings(
                    new TreeMap<>(),
                    Optional.empty(),
                    Map.of(),
                    new TreeMap<>(Map.of("tier", "web")),
                    List.of(),
                    new TreeMap<>(),
                    DatastoreFiles.NONE,
                    false,
                    Set.of()))));

    private NodeMetadataTest() {
        server.onPart("ip -o -4").says(Nodes.TWO_NICS);
    }

    @Test
    void theNodeWithTheMachinesAddressIsPatchedWhateverItsName() {
        server.onPart(ASK)
                .says(NODES.formatted("", ""))
                .says(NODES.formatted("\"tier\": \"web\"", "\"k3sdeploy.dev/labels\": \"tier\""));
        server.onPart("kubectl patch node box --type merge -p").succeeds();

        Outcome outcome = TaskTrial.on(server).run(task);

        assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        assertThat(server.commands())
                .anyMatch(command -> command.contains("\"labels\":{\"tier\":\"web\"}")
                        && command.contains("\"k3sdeploy.dev/labels\":\"tier\""));
        assertThat(TaskTrial.on(server).run(task)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void whereK3sIsNotInstalledYetAPredictionWaitsForIt() {
        server.onPart(ASK).ends(127, "", "not found");

        assertThat(TaskTrial.on(server).predict(task)).isInstanceOf(Outcome.Skipped.class);
    }
}
