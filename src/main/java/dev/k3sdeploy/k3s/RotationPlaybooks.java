package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Secrets that are replaced by new ones: the token, and the certificates. */
public final class RotationPlaybooks {
    private RotationPlaybooks() {}

    /**
     * Servers one at a time, then agents as many at once as an upgrade takes; K3S is stopped on each for a moment.
     *
     * @param cluster whose machines are meant
     * @param limit the machines to change
     * @param run as for {@link Restarted}
     * @return one play for each turn
     */
    public static Playbook certificates(ClusterSpec cluster, Predicate<Target> limit, String run) {
        List<NodeSpec> nodes = cluster.nodes().stream()
                .filter(node -> limit.test(node.target()))
                .toList();
        return playbook(
                "Rotate the certificates: cluster " + cluster.name(),
                Play.of(
                        "See whether they can be rotated",
                        nodes.stream().map(NodeSpec::target).toList(),
                        Capable.ROTATE_CERTIFICATES),
                rotated("Rotate the servers' certificates, one server at a time", nodes, Role.SERVER, cluster, run)
                        .build(),
                rotated("Rotate the agents' certificates", nodes, Role.AGENT, cluster, run)
                        .turns(cluster.rollout().agentsAtOnce())
                        .build(),
                Play.of(
                        "Bring the kubeconfig here",
                        List.of(cluster.firstServer().target()),
                        new NodesReady(nodes, cluster.readyWithin()),
                        new KubeconfigHere(cluster)));
    }

    private static Play.Builder rotated(
            String title, List<NodeSpec> nodes, Role role, ClusterSpec cluster, String run) {
        Play.Builder play = Play.titled(title);
        nodes.stream()
                .filter(node -> node.role() == role)
                .forEach(node -> play.on(
                        node.target(),
                        new Restarted(node, cluster, run, Optional.of(Restarted.Meanwhile.ROTATE_CERTIFICATES))));
        return play;
    }

    /**
     * The first server makes itself another token; then all are started with it, servers one at a time.
     *
     * @param cluster all of it, whatever a limit says
     * @param run as for {@link Restarted}
     * @return one play for each turn
     * @throws K3sDeployException when the inventory says what the token is
     */
    public static Playbook token(ClusterSpec cluster, String run) {
        if (cluster.nodes().stream().anyMatch(node -> node.token().isPresent())) {
            throw new K3sDeployException(
                    "The inventory says what the token is (k3s_token): a new one that K3S makes would be undone by it",
                    "Take k3s_token out of the inventory, run `k3sdeploy up`, then rotate; K3S keeps the token by itself");
        }
        Target first = cluster.firstServer().target();
        Play.Builder kept = Play.titled("Keep the old token with the snapshots");
        cluster.servers().forEach(server -> kept.on(server.target(), new SnapshotTokensKept(server)));
        return playbook(
                "Rotate the token: cluster " + cluster.name(),
                Play.of("See whether it can be rotated", List.of(first), Capable.ROTATE_TOKEN),
                kept.build(),
                Play.of(
                        "Rotate the token",
                        List.of(first),
                        new TokenRotated(run),
                        new NodeService(cluster.firstServer(), cluster)),
                restarted(
                                "Start the other servers with it, one at a time",
                                cluster.servers().subList(1, cluster.servers().size()),
                                cluster)
                        .build(),
                restarted("Start the agents with it", cluster.agents(), cluster)
                        .turns(cluster.rollout().agentsAtOnce())
                        .build(),
                Play.of(
                        "Wait for the cluster",
                        List.of(first),
                        new NodesReady(cluster.nodes(), cluster.readyWithin()),
                        new KubeconfigHere(cluster)));
    }

    private static Play.Builder restarted(String title, List<NodeSpec> nodes, ClusterSpec cluster) {
        Play.Builder play = Play.titled(title);
        nodes.forEach(node -> play.on(node.target(), new Environment(node, cluster), new NodeService(node, cluster)));
        return play;
    }

    /**
     * A token for agents.
     *
     * @param cluster whose first server makes it
     * @param ttl as K3S reads it
     * @param description as K3S lists it; empty for none
     * @param made where it goes
     * @return one step
     */
    public static Playbook createToken(
            ClusterSpec cluster, Optional<String> ttl, Optional<String> description, MadeToken made) {
        return playbook(
                "Create a token: cluster " + cluster.name(),
                Play.of(
                        "Create a token",
                        List.of(cluster.firstServer().target()),
                        Capable.CREATE_TOKEN,
                        new TokenMade(ttl, description, made)));
    }

    private static Playbook playbook(String title, Play... plays) {
        return new Playbook(
                title, Stream.of(plays).filter(play -> !play.tasks().isEmpty()).toList());
    }
}
