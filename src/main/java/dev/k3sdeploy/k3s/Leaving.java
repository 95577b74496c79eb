package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.UnreachableException;
import java.util.List;
import java.util.Optional;

/**
 * A node that is to leave the cluster.
 *
 * @param target the machine; of a node that the inventory does not have, the node's name: nothing is asked of it then
 * @param spec the machine as the inventory has it; empty when it does not
 * @param force go on where the machine does not answer, and where a drain does not end
 */
record Leaving(Target target, Optional<NodeSpec> spec, ClusterSpec cluster, boolean force) {
    /** The server that is asked, and that does what is to be done on the cluster's side; it stays. */
    Target server() {
        return cluster.firstServer().target();
    }

    /** Its node in the cluster; empty when it has none. */
    Optional<ClusterNode> find(Probe host) {
        return find(host, ClusterNode.require(host.peer(server())));
    }

    /** As {@link #find(Probe)}, among nodes that are known already. */
    Optional<ClusterNode> find(Probe host, List<ClusterNode> nodes) {
        if (spec.isEmpty()) {
            return nodes.stream()
                    .filter(node -> node.name().equals(target.name()))
                    .findFirst();
        }
        try {
            return NodeReady.find(host, spec.get(), nodes);
        } catch (UnreachableException e) {
            if (!force) {
                throw e;
            }
            return nodes.stream()
                    .filter(node -> InventoryNodes.isSaidToBe(spec.get(), node))
                    .findFirst();
        }
    }
}
