package dev.k3sdeploy.k3s;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster, as wished.
 *
 * @param name of cluster, context and user in the kubeconfig
 * @param servers exactly one for now; more is an embedded etcd's matter
 * @param apiAddress by which this machine reaches the API; empty for the address of the first server's node
 * @param kubeconfig where the kubeconfig goes on this machine, absolute
 * @param readyWithin how long to wait for all nodes to be Ready
 */
public record ClusterSpec(
        String name,
        List<NodeSpec> servers,
        List<NodeSpec> agents,
        Optional<String> apiAddress,
        Path kubeconfig,
        Duration readyWithin) {
    public ClusterSpec {
        servers = List.copyOf(servers);
        agents = List.copyOf(agents);
    }

    /** The server that the others join. */
    public NodeSpec firstServer() {
        return servers.get(0);
    }

    /** Servers first. */
    public List<NodeSpec> nodes() {
        return Stream.concat(servers.stream(), agents.stream()).toList();
    }
}
