package dev.k3sdeploy.k3s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A node as the cluster's API tells of it.
 *
 * @param name that it is registered by
 * @param ip its InternalIP, or empty
 * @param ready whether its Ready condition is true
 * @param version the kubelet's, {@code v1.33.5+k3s1}
 * @param roles as kubectl prints them: {@code control-plane}, {@code etcd}
 * @param simulated whether it is played by the lab's simulator
 * @param cordoned whether no new pod may come to it
 * @param since when it became Ready or NotReady, by the servers' clocks; an ISO-8601 instant, or empty
 * @param heard when its kubelet last told its state, by the clock of its machine; an ISO-8601 instant, or empty
 * @param deleted whether it was deleted, and K3S has not let it go yet
 * @param etcd its part in the servers' etcd
 */
public record ClusterNode(
        String name,
        String ip,
        boolean ready,
        String version,
        List<String> roles,
        boolean simulated,
        boolean cordoned,
        String since,
        String heard,
        boolean deleted,
        EtcdSeat etcd) {
    private static final String ROLE = "node-role.kubernetes.io/";

    /**
     * What a server answers: the nodes, or why there is no answer.
     *
     * @param nodes empty when there is an error
     * @param error empty when there is one
     */
    public record Answer(List<ClusterNode> nodes, String error) {
        /** Whether the API is there and does not take the administrator's certificate, as when that is over. */
        boolean refused() {
            return error.contains("(Unauthorized)");
        }
    }

    /** Prints the API's list of nodes; needs no kubectl of the machine's. */
    static final Command LIST = Command.script(
                    "k3s=/usr/local/bin/k3s; [ -x $k3s ] || { echo 'K3S is not installed' >&2; exit 1; }; "
                            + "$k3s kubectl get --raw /api/v1/nodes")
            .within(Duration.ofSeconds(45));

    /**
     * Asks a server's own API.
     *
     * @param server a machine with a running server
     * @return the nodes as the API tells them, or why it does not
     */
    public static Answer ask(Probe server) {
        CommandResult result = server.ask(LIST);
        if (!result.succeeded()) {
            List<String> said = result.errors().lines().toList();
            return new Answer(List.of(), said.isEmpty() ? "no answer" : said.get(said.size() - 1));
        }
        try {
            return new Answer(parse(result.out().text()), "");
        } catch (JsonProcessingException e) {
            return new Answer(List.of(), "not a list of nodes: " + e.getOriginalMessage());
        }
    }

    /**
     * As {@link #ask}, for those who cannot do without an answer.
     *
     * @throws K3sDeployException when the API does not answer
     */
    static List<ClusterNode> require(Probe server) {
        Answer answer = ask(server);
        if (!answer.error().isEmpty()) {
            throw new K3sDeployException(
                    "On " + server.target() + ", the API does not answer: " + answer.error(),
                    "See `k3sdeploy status`; `k3sdeploy start` starts what was stopped");
        }
        return answer.nodes();
    }

    static List<ClusterNode> parse(String json) throws JsonProcessingException {
        List<ClusterNode> nodes = new ArrayList<>();
        for (JsonNode item : new ObjectMapper().readTree(json).path("items")) {
            nodes.add(of(item));
        }
        return nodes;
    }

    private static ClusterNode of(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        JsonNode status = item.path("status");
        JsonNode ready = entry(status.path("conditions"), "Ready");
        List<String> roles = new ArrayList<>();
        metadata.path("labels").fieldNames().forEachRemaining(label -> {
            if (label.startsWith(ROLE)) {
                roles.add(label.substring(ROLE.length()));
            }
        });
        return new ClusterNode(
                metadata.path("name").asText(),
                entry(status.path("addresses"), "InternalIP").path("address").asText(),
                ready.path("status").asText().equals("True"),
                status.path("nodeInfo").path("kubeletVersion").asText(),
                roles,
                metadata.path("annotations")
                        .path("k3sdeploy.dev/simulated")
                        .asText()
                        .equals("true"),
                item.path("spec").path("unschedulable").asBoolean(),
                ready.path("lastTransitionTime").asText(),
                ready.path("lastHeartbeatTime").asText(""),
                metadata.has("deletionTimestamp"),
                EtcdSeat.of(
                        roles,
                        texts(metadata.path("annotations")),
                        entry(status.path("conditions"), "EtcdIsVoter")
                                .path("status")
                                .asText()));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fieldNames()
                .forEachRemaining(name -> texts.put(name, object.path(name).asText()));
        return texts;
    }

    private static JsonNode entry(JsonNode list, String type) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> entry.path("type").asText().equals(type))
                .findFirst()
                .orElse(list.path("none"));
    }
}
