package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a machine is a Ready node of the cluster. */
final class NodeReady {
    private NodeReady() {}

    /** The node of the machine: known by its address, since its name may be anything. */
    static Optional<ClusterNode> find(Probe machine, NodeSpec node, List<ClusterNode> known) {
        String ip = NodeAddress.of(machine, node).ip();
        List<ClusterNode> found =
                known.stream().filter(other -> other.ip().equals(ip)).toList();
        return found.stream()
                .filter(ClusterNode::ready)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /**
     * What a machine lacks to be a Ready node; empty when it is one. The API calls a node Ready for up to a minute after
     * its machine has gone or was made anew, and a restored one tells of nodes as they were then; so the unit must be
     * active too (it is so once it has joined), and its kubelet must have told its state since the unit was started: each
     * kubelet does so first of all.
     */
    static String lacks(Probe machine, NodeSpec node, List<ClusterNode> known) {
        ClusterNode found = find(machine, node, known).orElse(null);
        if (found == null) {
            return "has not joined";
        }
        if (!found.ready()) {
            return "is NotReady";
        }
        if (found.etcd() == EtcdSeat.LEARNER) {
            return "is not a voting member of etcd yet";
        }
        Service service = Service.of(machine, node.role());
        if (service.active()) {
            return isFromBefore(service, found)
                    ? "is Ready still, and its kubelet has not told its state since its start"
                    : "";
        }
        return (service.starting() ? "is Ready, and its unit is still " : "is Ready still, but its unit is ")
                + service.describe();
    }

    private static boolean isFromBefore(Service service, ClusterNode node) {
        return !node.heard().isEmpty() && service.startedAfter(Instant.parse(node.heard()));
    }
}
