package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Taking a cluster away: agents first, then servers, then what this machine keeps of it. */
public final class DownPlaybook {
    private DownPlaybook() {}

    /**
     * The plan.
     *
     * @param cluster what to take away
     * @param limit the machines to take K3S from; the kubeconfig stays as long as a server does
     * @return titles, machines and tasks
     */
    public static Playbook of(ClusterSpec cluster, Predicate<Target> limit) {
        List<Play> plays = new ArrayList<>();
        plays.add(Play.of("Remove the agents", targets(cluster.agents(), limit), new Teardown()));
        plays.add(Play.of("Remove the servers", targets(cluster.servers(), limit), new Teardown()));
        Target first = cluster.firstServer().target();
        if (limit.test(first)) {
            plays.add(Play.of("Tidy up here", List.of(first), new KubeconfigGone(cluster.kubeconfig())));
        }
        return new Playbook(
                "Down: cluster " + cluster.name(),
                plays.stream().filter(play -> !play.tasks().isEmpty()).toList());
    }

    private static List<Target> targets(List<NodeSpec> nodes, Predicate<Target> limit) {
        return nodes.stream().map(NodeSpec::target).filter(limit).toList();
    }
}
