package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Stopping and starting what {@link UpPlaybook} has installed. Each is for the machines that the limit lets through. */
public final class ServicePlaybooks {
    private ServicePlaybooks() {}

    /**
     * Agents first, so that no node misses its server.
     *
     * @param cluster whose machines are meant
     * @param limit the machines to change
     * @param containersToo whether pods end too; by itself K3S lets them live on
     * @return agents, then servers
     */
    public static Playbook stop(ClusterSpec cluster, Predicate<Target> limit, boolean containersToo) {
        Function<NodeSpec, Task> stopped =
                node -> containersToo ? new EverythingStopped(node.role()) : new UnitStopped(node.role());
        return playbook(
                "Stop: cluster " + cluster.name(),
                play("Stop the agents", cluster.agents(), limit, stopped).build(),
                play("Stop the servers", cluster.servers(), limit, stopped).build());
    }

    /**
     * All servers at once: their etcd answers only when a majority of them runs.
     *
     * @param cluster whose machines are meant
     * @param limit the machines to change
     * @return servers, then agents, and what waits for Ready
     */
    public static Playbook start(ClusterSpec cluster, Predicate<Target> limit) {
        Function<NodeSpec, Task> started = node -> new UnitStarted(node.role());
        List<NodeSpec> nodes = cluster.nodes().stream()
                .filter(node -> limit.test(node.target()))
                .toList();
        return playbook(
                "Start: cluster " + cluster.name(),
                play("Start the servers", cluster.servers(), limit, started).build(),
                play("Start the agents", cluster.agents(), limit, started).build(),
                Play.of(
                        "Wait for the cluster",
                        List.of(cluster.firstServer().target()),
                        new NodesReady(nodes, cluster.readyWithin())));
    }

    /**
     * Servers one at a time, then agents as many at once as an upgrade takes; each Ready before the next.
     *
     * @param cluster whose machines are meant
     * @param limit the machines to change
     * @param run as for {@link Restarted}
     * @return one play for each turn
     */
    public static Playbook restart(ClusterSpec cluster, Predicate<Target> limit, String run) {
        Function<NodeSpec, Task> restarted = node -> new Restarted(node, cluster, run);
        return playbook(
                "Restart: cluster " + cluster.name(),
                play("Restart the servers, one at a time", cluster.servers(), limit, restarted)
                        .build(),
                play("Restart the agents", cluster.agents(), limit, restarted)
                        .turns(cluster.rollout().agentsAtOnce())
                        .build());
    }

    /**
     * Machines are restarted in the same turns, their pods moved away first.
     *
     * @param cluster whose machines are meant
     * @param limit the machines to change
     * @param run as for {@link Restarted}
     * @return one play for each turn
     */
    public static Playbook reboot(ClusterSpec cluster, Predicate<Target> limit, String run) {
        Function<NodeSpec, Task> rebooted = node -> new Rebooted(node, cluster, run);
        return playbook(
                "Reboot: cluster " + cluster.name(),
                play("Reboot the servers, one at a time", cluster.servers(), limit, rebooted)
                        .build(),
                play("Reboot the agents", cluster.agents(), limit, rebooted)
                        .turns(cluster.rollout().agentsAtOnce())
                        .build());
    }

    /** {@return how long a machine may take to come back from {@link #reboot}} */
    public static Duration rebootWithin() {
        return Rebooted.WITHIN;
    }

    private static Play.Builder play(
            String title, List<NodeSpec> nodes, Predicate<Target> limit, Function<NodeSpec, Task> task) {
        Play.Builder play = Play.titled(title);
        nodes.stream()
                .filter(node -> limit.test(node.target()))
                .forEach(node -> play.on(node.target(), task.apply(node)));
        return play;
    }

    private static Playbook playbook(String title, Play... plays) {
        return new Playbook(
                title, Stream.of(plays).filter(play -> !play.tasks().isEmpty()).toList());
    }
}
