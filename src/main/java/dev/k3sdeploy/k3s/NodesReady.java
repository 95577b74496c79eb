package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every machine of the cluster is a Ready node, registered with the address that the inventory means. */
record NodesReady(List<NodeSpec> nodes) implements Task {
    private static final Patience JOINING = new Patience(Duration.ofMinutes(5), Duration.ofMillis(500));

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
            return pending("the API does not answer yet: " + answer.error(), nodes.subList(0, 1));
        }
        List<NodeSpec> missing = new ArrayList<>();
        List<String> states = new ArrayList<>();
        for (NodeSpec node : nodes) {
            String ip = NodeAddress.of(server.peer(node.target()), node).ip();
            Optional<ClusterNode> found = answer.nodes().stream()
                    .filter(other -> other.ip().equals(ip))
                    .findFirst();
            if (found.isEmpty() || !found.get().ready()) {
                missing.add(node);
                states.add(node.target() + (found.isEmpty() ? " has not joined" : " is NotReady"));
            }
        }
        return missing.isEmpty()
                ? Verdict.inPlace(nodes.size() + " Ready: "
                        + nodes.stream().map(node -> node.target().name()).collect(Collectors.joining(", ")))
                : waitFor(server, missing, String.join(", ", states));
    }

    /** An agent that ends again and again will not join by waiting. */
    private Verdict waitFor(Probe server, List<NodeSpec> missing, String states) {
        for (NodeSpec node : missing) {
            Probe machine = server.peer(node.target());
            if (Service.of(machine, node.role()).crashLooping()) {
                throw new K3sDeployException(
                        "On " + node.target() + ", K3S ends again and again right after its start",
                        Service.diagnosis(machine, node.role()));
            }
        }
        int ready = nodes.size() - missing.size();
        return pending(ready + " of " + nodes.size() + " nodes are Ready; " + states, missing);
    }

    private static Verdict pending(String seen, List<NodeSpec> missing) {
        return new Verdict.Pending(
                seen,
                JOINING,
                server -> missing.stream()
                        .map(node -> Service.diagnosis(server.peer(node.target()), node.role()))
                        .collect(Collectors.joining("\n")));
    }
}
