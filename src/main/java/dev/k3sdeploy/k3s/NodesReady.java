package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Every machine of the run is a Ready node, registered with the address that the inventory means. */
record NodesReady(List<NodeSpec> nodes, Duration within) implements Task {
    private static final Duration EVERY = Duration.ofMillis(500);

    NodesReady {
        nodes = List.copyOf(nodes);
    }

    @Override
    public String title() {
        return nodes.size() == 1 ? "Wait until the node is Ready" : "Wait until " + nodes.size() + " nodes are Ready";
    }

    @Override
    public Verdict check(Probe server) {
        ClusterNode.Answer answer = ClusterNode.ask(server);
        if (!answer.error().isEmpty()) {
            return waitFor(server, nodes.subList(0, 1), "the API does not answer yet: " + answer.error());
        }
        List<NodeSpec> missing = new ArrayList<>();
        List<String> states = new ArrayList<>();
        List<NodeSpec> asked =
                nodes.stream().filter(node -> !server.isLeftOut(node.target())).toList();
        for (NodeSpec node : asked) {
            String lacks = NodeReady.lacks(server.peer(node.target()), node, answer.nodes());
            if (!lacks.isEmpty()) {
                missing.add(node);
                states.add(node.target() + " " + lacks);
            }
        }
        int ready = asked.size() - missing.size();
        return missing.isEmpty()
                ? Verdict.inPlace(asked.size() + " Ready: "
                        + asked.stream().map(node -> node.target().name()).collect(Collectors.joining(", ")))
                : waitFor(
                        server,
                        missing,
                        ready + " of " + asked.size() + " nodes are Ready; " + String.join(", ", states));
    }

    /** What ends again and again will not join by waiting. */
    private Verdict waitFor(Probe server, List<NodeSpec> missing, String seen) {
        for (NodeSpec node : missing) {
            Probe machine = server.peer(node.target());
            if (Service.of(machine, node.role()).crashLooping()) {
                throw Service.crashLoop(machine, node.role());
            }
        }
        return pending(seen, missing);
    }

    private Verdict pending(String seen, List<NodeSpec> missing) {
        return new Verdict.Pending(
                seen,
                new Patience(within, EVERY),
                server -> missing.stream()
                        .map(node -> Service.diagnosis(server.peer(node.target()), node.role()))
                        .collect(Collectors.joining("\n")));
    }
}
