package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Nodes leave a cluster that goes on, one after the other. */
public final class RemovePlaybook {
    private final ClusterSpec cluster;
    private final boolean force;

    private RemovePlaybook(ClusterSpec cluster, boolean force) {
        this.cluster = cluster;
        this.force = force;
    }

    /**
     * The plan.
     *
     * @param cluster where they are nodes
     * @param names machines of the cluster; another name is that of a node that the inventory does not have, of which
     *     only the cluster's side is removed
     * @param force go on where a machine cannot be reached, and where a drain does not end
     * @return drain, removal and teardown
     * @throws K3sDeployException when the first server is among them
     */
    public static Playbook of(ClusterSpec cluster, List<String> names, boolean force) {
        return new Playbook("Remove nodes: cluster " + cluster.name(), plays(cluster, names, force));
    }

    /**
     * The plays of {@link #of}, for a playbook that does more.
     *
     * @param cluster where they are nodes
     * @param names see {@link #of}
     * @param force go on where a machine cannot be reached, and where a drain does not end
     * @return in their order
     */
    public static List<Play> plays(ClusterSpec cluster, List<String> names, boolean force) {
        RemovePlaybook removal = new RemovePlaybook(cluster, force);
        return names.stream().distinct().map(Target::new).map(removal::play).toList();
    }

    private Play play(Target target) {
        refuseFirstServer(target);
        Optional<NodeSpec> spec = cluster.nodes().stream()
                .filter(node -> node.target().equals(target))
                .findFirst();
        Leaving leaving = new Leaving(target, spec, cluster, force);
        Play.Builder play = Play.titled("Remove " + target).on(target, new MayLeave(leaving), new Drained(leaving));
        UnaryOperator<Task> there = task -> force ? new WhereReachable(task) : task;
        spec.ifPresent(node -> play.on(target, there.apply(new UnitStopped(node.role(), new EtcdLead(node, cluster)))));
        play.on(target, new NodeGone(leaving));
        spec.ifPresent(node -> play.on(target, there.apply(new Teardown())));
        return play.build();
    }

    private void refuseFirstServer(Target target) {
        if (!target.equals(cluster.firstServer().target())) {
            return;
        }
        throw cluster.servers().size() == 1
                ? new K3sDeployException(
                        target + " is the only server: without it there is no cluster",
                        "`k3sdeploy down` takes the cluster away")
                : new K3sDeployException(
                        target
                                + " is the inventory's first server: the other machines join it, and the kubeconfig leads"
                                + " to it",
                        "Put another server first in the inventory, run `k3sdeploy up` (if " + target
                                + " still answers), then remove it");
    }
}
