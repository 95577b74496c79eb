package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A node can leave without harm to the cluster, and its machine can be reached. Changes nothing. */
record MayLeave(Leaving leaving) implements Task {
    @Override
    public String title() {
        return "See whether it can be removed";
    }

    @Override
    public Verdict check(Probe host) {
        boolean reached = leaving.spec().isPresent() && reached(host);
        List<ClusterNode> nodes = ClusterNode.require(host.peer(leaving.server()));
        Optional<ClusterNode> found = leaving.find(host, nodes);
        if (found.isEmpty()) {
            return Verdict.inPlace("the cluster has no node of it");
        }
        if (leaving.spec().isEmpty()) {
            refuseMachineOfTheInventory(found.get());
        }
        if (found.get().etcd().member()) {
            requireMajority(found.get(), nodes);
        }
        return Verdict.inPlace(
                "node " + found.get().name() + (reached ? " and its machine answer" : " can be removed"));
    }

    private boolean reached(Probe host) {
        try {
            return host.holds(Command.of("true"));
        } catch (UnreachableException e) {
            if (leaving.force()) {
                return false;
            }
            throw new UnreachableException(
                    e.summary(), "If the machine is gone for good, add --force: only its node is removed then", e);
        }
    }

    private void refuseMachineOfTheInventory(ClusterNode found) {
        leaving.cluster().nodes().stream()
                .filter(machine -> InventoryNodes.isSaidToBe(machine, found))
                .findFirst()
                .ifPresent(machine -> {
                    throw new K3sDeployException(
                            "Node " + found.name() + " is machine " + machine.target() + " of the inventory",
                            "Name it so: k3sdeploy node remove " + machine.target());
                });
    }

    /** It is stopped before etcd lets it go, so those that stay must be a majority while it still counts. */
    private static void requireMajority(ClusterNode leaver, List<ClusterNode> nodes) {
        List<ClusterNode> members =
                nodes.stream().filter(node -> node.etcd().member()).toList();
        List<ClusterNode> staying = members.stream()
                .filter(node -> node.ready() && !node.name().equals(leaver.name()))
                .toList();
        int majority = members.size() / 2 + 1;
        if (staying.size() < majority) {
            String names = staying.isEmpty()
                    ? "none"
                    : staying.stream().map(ClusterNode::name).collect(Collectors.joining(", "));
            throw new K3sDeployException(
                    "Server " + leaver.name() + " cannot be removed: etcd has " + members.size() + " members, "
                            + majority + " must run to let one go, and without it these are Ready: " + names,
                    members.size() > 2
                            ? "Bring the other servers back first; `k3sdeploy status` shows them"
                            : "Add a third server to the inventory, run `k3sdeploy up`, then remove this one");
        }
    }
}
