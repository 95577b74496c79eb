package dev.k3sdeploy.kube;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the inventory says of the cluster, as far as its API can show it.
 *
 * @param nodes servers and agents, in the inventory's order
 * @param version that every node shall run: {@code v1.33.5+k3s1}; empty where the inventory leaves it to a channel
 * @param disabled components and features of K3S that are switched off: {@code traefik}, {@code network-policy}
 * @param clusterDomain of the cluster's own DNS: {@code cluster.local}
 * @param nfs where a volume for several nodes may come from
 * @param addons that the inventory asks for
 */
public record WishedCluster(
        List<WishedNode> nodes,
        Optional<String> version,
        Set<String> disabled,
        String clusterDomain,
        Optional<NfsShare> nfs,
        List<WishedAddon> addons) {
    /**
     * Takes copies.
     *
     * @param nodes {@link #nodes()}
     * @param version {@link #version()}
     * @param disabled {@link #disabled()}
     * @param clusterDomain {@link #clusterDomain()}
     * @param nfs {@link #nfs()}
     * @param addons {@link #addons()}
     */
    public WishedCluster {
        nodes = List.copyOf(nodes);
        disabled = Set.copyOf(disabled);
        addons = List.copyOf(addons);
    }

    /**
     * A folder that nodes can mount.
     *
     * @param server its address, as the nodes reach it
     * @param path as an NFSv4 client names it
     */
    public record NfsShare(String server, String path) {}

    /**
     * Ends a check of what the inventory has switched off.
     *
     * @param component as {@code --disable} of K3S names it
     * @throws NotPossible when it is switched off
     */
    public void requireEnabled(String component) {
        if (disabled.contains(component)) {
            throw new NotPossible("the inventory switches " + component + " off");
        }
    }
}
