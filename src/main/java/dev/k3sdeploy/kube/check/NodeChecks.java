package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.SeenNode;
import dev.k3sdeploy.kube.WishedNode;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code kubectl get nodes -o wide}. */
final class NodeChecks {
    static final List<Check> ALL = List.of(
            Check.asking("nodes-ready", "kubectl get nodes: all Ready", NodeChecks::ready),
            Check.asking(
                    "node-addresses", "kubectl get nodes -o wide: the inventory's addresses", NodeChecks::addresses),
            Check.asking("node-versions", "kubectl get nodes: one version", NodeChecks::versions),
            Check.asking("node-pressure", "kubectl describe node: disk and memory are enough", NodeChecks::pressure));

    private static final List<String> PRESSURES = List.of("DiskPressure", "MemoryPressure", "PIDPressure");

    private NodeChecks() {}

    private static String ready(Sandbox sandbox) {
        List<SeenNode> nodes = SeenNode.all(sandbox.client());
        List<String> wrong = new ArrayList<>();
        for (WishedNode wished : sandbox.wished().nodes()) {
            Optional<SeenNode> node = of(wished, nodes);
            if (node.isEmpty()) {
                wrong.add(wished.host() + " is no node of the cluster");
            } else if (!node.get().is("Ready")) {
                wrong.add(
                        node.get().name() + " is not Ready" + because(node.get().condition("Ready")));
            }
        }
        if (!wrong.isEmpty()) {
            throw new CheckFailure(
                    String.join("; ", wrong),
                    "`k3sdeploy status` shows units and nodes; `k3sdeploy start` starts what stopped");
        }
        return all(sandbox.wished().nodes().size()) + " Ready";
    }

    private static String addresses(Sandbox sandbox) {
        List<SeenNode> nodes = SeenNode.all(sandbox.client());
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        for (WishedNode wished : sandbox.wished().nodes()) {
            Optional<SeenNode> node = of(wished, nodes);
            if (wished.address().isEmpty() || node.isEmpty()) {
                continue;
            }
            looked++;
            if (!node.get().address().equals(wished.address().get())) {
                wrong.add(node.get().name() + " has " + node.get().address() + ", and the inventory says "
                        + wished.address().get());
            }
        }
        if (!wrong.isEmpty()) {
            throw new CheckFailure(
                    String.join("; ", wrong),
                    "The nodes talk over another NIC, where they may not reach each other: set k3s_flannel_iface or"
                            + " k3s_node_ip, and run `k3sdeploy up` again");
        }
        if (looked == 0) {
            throw new NotPossible("the inventory tells no node's address");
        }
        return all(looked) + " at the inventory's address";
    }

    private static String versions(Sandbox sandbox) {
        List<SeenNode> nodes = SeenNode.all(sandbox.client());
        Set<String> versions = nodes.stream().map(SeenNode::version).collect(Collectors.toCollection(TreeSet::new));
        Optional<String> wished = sandbox.wished().version();
        if (versions.size() == 1 && wished.map(versions::contains).orElse(true)) {
            return all(nodes.size()) + " on " + versions.iterator().next();
        }
        throw new CheckFailure(
                nodes.stream()
                                .map(node -> node.name() + " runs " + node.version())
                                .collect(Collectors.joining(", "))
                        + wished.map(version -> "; the inventory says " + version)
                                .orElse(""),
                "`k3sdeploy up` brings all nodes to the inventory's version");
    }

    private static String pressure(Sandbox sandbox) {
        List<String> wrong = new ArrayList<>();
        List<SeenNode> nodes = SeenNode.all(sandbox.client());
        for (SeenNode node : nodes) {
            for (String pressure : PRESSURES) {
                if (node.is(pressure)) {
                    wrong.add(node.name() + " has " + pressure + because(node.condition(pressure)));
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new CheckFailure(
                    String.join("; ", wrong),
                    "Such a node takes no new pods and ends some: free its disk (/var/lib/rancher) or give it more memory");
        }
        return all(nodes.size()) + " with enough disk and memory";
    }

    private static Optional<SeenNode> of(WishedNode wished, List<SeenNode> nodes) {
        return nodes.stream()
                .filter(node -> wished.is(node.name(), node.address()))
                .findFirst();
    }

    private static String because(Optional<NodeCondition> condition) {
        return condition
                .map(NodeCondition::getMessage)
                .filter(message -> !message.isBlank())
                .map(message -> " (" + message + ")")
                .orElse("");
    }

    private static String all(int count) {
        return count == 1 ? "the only node is" : "all " + count + " nodes are";
    }
}
