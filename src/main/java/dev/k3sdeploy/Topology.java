package dev.k3sdeploy;

import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import java.util.List;
import java.util.Optional;

/**
 * The shape of a cluster, to be drawn.
 *
 * @param name of the cluster
 * @param endpoint {@code host:port} in front of the servers, where there is one
 * @param storage where the servers keep the cluster's state: «SQLite», «embedded etcd», «external datastore»
 * @param servers in the inventory's order, the first one that the others join
 * @param agents in the inventory's order
 */
public record Topology(
        String name, Optional<String> endpoint, String storage, List<Machine> servers, List<Machine> agents) {
    /**
     * A machine by its name and address.
     *
     * @param name in the inventory
     * @param address where other machines reach it; empty where that is found out on the machine only
     */
    public record Machine(String name, String address) {}

    static Topology of(ClusterSpec cluster) {
        String storage =
                cluster.datastore().isPresent() ? "external datastore" : cluster.hasEtcd() ? "embedded etcd" : "SQLite";
        return new Topology(
                cluster.name(),
                cluster.endpoint(),
                storage,
                cluster.servers().stream().map(Topology::machine).toList(),
                cluster.agents().stream().map(Topology::machine).toList());
    }

    private static Machine machine(NodeSpec node) {
        return new Machine(node.target().name(), node.nodeIp().or(node::address).orElse(""));
    }
}
