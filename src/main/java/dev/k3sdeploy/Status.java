package dev.k3sdeploy;

import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterNode;
import dev.k3sdeploy.k3s.MachineStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A cluster, as found.
 *
 * @param cluster its name, as in the kubeconfig
 * @param machines those of the inventory, in its order
 * @param nodes those that the API knows; empty when it does not answer
 * @param apiError why it does not; empty when it does
 * @param strangers the names of nodes that are none of the inventory's machines, where that can be told
 * @param kubeconfig where the kubeconfig is on this machine, or would be
 */
public record Status(
        String cluster,
        Map<Target, Survey.Answer<MachineStatus>> machines,
        List<ClusterNode> nodes,
        String apiError,
        List<String> strangers,
        Path kubeconfig) {

    /** {@return whether any part of it is the lab's simulator and not K3S} */
    public boolean simulated() {
        return nodes.stream().anyMatch(ClusterNode::simulated)
                || machines.values().stream()
                        .anyMatch(answer ->
                                answer.answered().map(MachineStatus::simulated).orElse(false));
    }

    /** {@return whether every machine answered} */
    public boolean reachable() {
        return machines.values().stream().allMatch(answer -> answer.problem() == null);
    }

    /** {@return whether every machine of the inventory is a Ready node} */
    public boolean healthy() {
        return reachable()
                && apiError.isEmpty()
                && nodes.size() >= machines.size()
                && nodes.stream().allMatch(ClusterNode::ready);
    }
}
