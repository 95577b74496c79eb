package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The nodes of a cluster held against the inventory's machines.
 *
 * @param strangers nodes that are none of the inventory's machines
 * @param unknown machines that could not be asked and of which the inventory does not tell the node: each may be one of
 *     the strangers
 */
public record InventoryNodes(List<ClusterNode> strangers, List<Target> unknown) {
    /**
     * Compares. A machine is asked only when the inventory alone does not explain all nodes.
     *
     * @param any any machine of the run
     * @param cluster the inventory's
     * @param nodes those that the API tells
     * @return who is known, who is a stranger, who is missing
     */
    public static InventoryNodes compare(Probe any, ClusterSpec cluster, List<ClusterNode> nodes) {
        List<ClusterNode> strangers = new ArrayList<>(nodes);
        List<NodeSpec> unseen = new ArrayList<>();
        for (NodeSpec machine : cluster.nodes()) {
            if (!strangers.removeIf(node -> isSaidToBe(machine, node))) {
                unseen.add(machine);
            }
        }
        List<Target> unknown = new ArrayList<>();
        for (NodeSpec machine : strangers.isEmpty() ? List.<NodeSpec>of() : unseen) {
            try {
                String ip = NodeAddress.of(any.peer(machine.target()), machine).ip();
                strangers.removeIf(node -> node.ip().equals(ip));
            } catch (K3sDeployException e) {
                unknown.add(machine.target());
            }
        }
        return new InventoryNodes(List.copyOf(strangers), List.copyOf(unknown));
    }

    /** Whether the inventory alone tells that the node is the machine: by its address or by its name. */
    static boolean isSaidToBe(NodeSpec machine, ClusterNode node) {
        String name = machine.target().name().toLowerCase(Locale.ROOT);
        return node.name().equals(name)
                || machine.nodeIp()
                        .or(machine::address)
                        .filter(node.ip()::equals)
                        .isPresent();
    }

    /** {@return the strangers' names} */
    public List<String> names() {
        return strangers.stream().map(ClusterNode::name).toList();
    }
}
