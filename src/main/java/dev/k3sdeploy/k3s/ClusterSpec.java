package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster, as wished.
 *
 * @param name of cluster, context and user in the kubeconfig
 * @param servers the first one starts the cluster, the others join it; with more than one and no external datastore
 *     they hold an embedded etcd
 * @param agents in the inventory's order; maybe none
 * @param apiAddress by which this machine reaches the API; empty for the address of the first server's node
 * @param endpoint {@code host:port} of a load balancer or a virtual address in front of the servers
 * @param datastore the URL of an external datastore that the servers share
 * @param kubeconfig where the kubeconfig goes on this machine, absolute
 * @param readyWithin how long to wait for all nodes to be Ready
 * @param rollout how a running cluster gets another version
 */
public record ClusterSpec(
        String name,
        List<NodeSpec> servers,
        List<NodeSpec> agents,
        Optional<String> apiAddress,
        Optional<String> endpoint,
        Optional<Secret> datastore,
        Path kubeconfig,
        Duration readyWithin,
        Rollout rollout) {
    /**
     * Takes copies.
     *
     * @param name {@link #name()}
     * @param servers {@link #servers()}
     * @param agents {@link #agents()}
     * @param apiAddress {@link #apiAddress()}
     * @param endpoint {@link #endpoint()}
     * @param datastore {@link #datastore()}
     * @param kubeconfig {@link #kubeconfig()}
     * @param readyWithin {@link #readyWithin()}
     * @param rollout {@link #rollout()}
     */
    public ClusterSpec {
        servers = List.copyOf(servers);
        agents = List.copyOf(agents);
    }

    /** {@return the server that the others join} */
    public NodeSpec firstServer() {
        return servers.get(0);
    }

    /**
     * Servers first.
     *
     * @return all nodes, servers first
     */
    public List<NodeSpec> nodes() {
        return Stream.concat(servers.stream(), agents.stream()).toList();
    }

    /**
     * {@return the host of a {@code host:port}; an IPv6 address without its brackets}
     *
     * @param endpoint from a variable
     */
    public static String host(String endpoint) {
        return endpoint.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
    }

    /** {@return whether the servers hold an etcd of their own, each a member of it} */
    public boolean hasEtcd() {
        return servers.size() > 1 && datastore.isEmpty();
    }
}
