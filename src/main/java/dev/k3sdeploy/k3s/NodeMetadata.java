package dev.k3sdeploy.k3s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes have the labels and taints of the inventory. K3S's own flags for them act when a node registers and never
 * again, so they are set through the API. An annotation remembers which are ours: those that leave the inventory are
 * removed, and those that others set stay.
 */
record NodeMetadata(List<NodeSpec> nodes) implements Task {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(45);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(1), Duration.ofMillis(500));

    NodeMetadata {
        nodes = List.copyOf(nodes);
    }

    @Override
    public String title() {
        return "Label and taint the nodes";
    }

    @Override
    public Verdict check(Probe server) {
        CommandResult answer = server.ask(ClusterNode.LIST);
        if (!answer.succeeded()) {
            return new Verdict.Pending("the API does not tell its nodes yet: " + answer.errors(), PATIENCE);
        }
        Map<String, NodePatch> patches = patches(server, known(answer));
        if (patches.isEmpty()) {
            return Verdict.inPlace("the nodes have the inventory's labels and taints");
        }
        List<String> said = new ArrayList<>();
        patches.forEach((name, patch) -> said.add(name + ": " + patch.summary()));
        return Verdict.drift(
                String.join("; ", said),
                machine -> patches.forEach((name, patch) ->
                        machine.run(Kubectl.of("patch", "node", name, "--type", "merge", "-p", patch.json())
                                .within(WITHIN))));
    }

    /** By the names of the nodes that differ. */
    private Map<String, NodePatch> patches(Probe server, JsonNode known) {
        Map<String, NodePatch> patches = new LinkedHashMap<>();
        for (NodeSpec node : nodes) {
            if (server.isLeftOut(node.target())) {
                continue;
            }
            String ip = NodeAddress.of(server.peer(node.target()), node).ip();
            for (JsonNode item : known.path("items")) {
                if (address(item).equals(ip)) {
                    NodePatch patch = NodePatch.of(item, node.settings(), JSON.createObjectNode());
                    if (!patch.summary().isEmpty()) {
                        patches.put(item.path("metadata").path("name").asText(), patch);
                    }
                }
            }
        }
        return patches;
    }

    private static JsonNode known(CommandResult answer) {
        try {
            return JSON.readTree(answer.out().text());
        } catch (JsonProcessingException e) {
            throw new K3sDeployException("The API's list of nodes is no JSON: " + e.getOriginalMessage(), "", e);
        }
    }

    private static String address(JsonNode item) {
        for (JsonNode address : item.path("status").path("addresses")) {
            if (address.path("type").asText().equals("InternalIP")) {
                return address.path("address").asText();
            }
        }
        return "";
    }
}
