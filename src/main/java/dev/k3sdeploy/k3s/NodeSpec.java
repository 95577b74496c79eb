package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Target;
import java.util.List;
import java.util.Optional;

/**
 * One machine of the cluster, as wished.
 *
 * @param target its name in the inventory
 * @param role server or agent
 * @param address the inventory's address of the machine: an IP address; empty for this machine itself, and where {@code
 *     behindNat}
 * @param behindNat SSH reaches the machine through its hypervisor (a forwarded port, Vagrant's own network), and so its
 *     default route leads there too: the nodes' network is another one
 * @param nodeIp the address to register with, where it is not {@code address}
 * @param flannelIface the NIC between the nodes, where it is not the one that holds the node's address
 * @param serverUrl for agents, where it is not the first server's: {@code https://…:6443}
 * @param token given by the user; K3S makes one otherwise
 * @param dockerMirror an endpoint to pull docker.io's images through
 * @param packages to install with the distribution's package manager
 * @param options config.yaml's keys and values from the inventory; they win over k3sdeploy's own
 * @param settings beyond the flags of K3S
 */
public record NodeSpec(
        Target target,
        Role role,
        Optional<String> address,
        boolean behindNat,
        Optional<String> nodeIp,
        Optional<String> flannelIface,
        Optional<String> serverUrl,
        Optional<dev.k3sdeploy.remote.Secret> token,
        Optional<String> dockerMirror,
        List<String> packages,
        ConfigOptions options,
        NodeSettings settings) {

    /**
     * A node with nothing beyond K3S's own flags.
     *
     * @param target the machine
     * @param role server or agent
     * @param address what it is reached by; empty for a name that DNS has
     * @param behindNat whether machines reach it at another address than it has itself
     * @param nodeIp the address to register with; empty for the one that it is reached by
     * @param flannelIface the interface between the nodes; empty for the one with the address
     * @param serverUrl where it joins: {@code https://…:6443}; empty for the first server
     * @param token what it joins with; empty for the one that the first server makes
     * @param dockerMirror an endpoint to pull docker.io's images through
     * @param packages to be installed, by Debian's names
     * @param options of config.yaml
     */
    public NodeSpec(
            Target target,
            Role role,
            Optional<String> address,
            boolean behindNat,
            Optional<String> nodeIp,
            Optional<String> flannelIface,
            Optional<String> serverUrl,
            Optional<dev.k3sdeploy.remote.Secret> token,
            Optional<String> dockerMirror,
            List<String> packages,
            ConfigOptions options) {
        this(
                target,
                role,
                address,
                behindNat,
                nodeIp,
                flannelIface,
                serverUrl,
                token,
                dockerMirror,
                packages,
                options,
                NodeSettings.NONE);
    }

    /**
     * The same node with these settings.
     *
     * @param other in place of its own
     * @return a new node
     */
    public NodeSpec with(NodeSettings other) {
        return new NodeSpec(
                target,
                role,
                address,
                behindNat,
                nodeIp,
                flannelIface,
                serverUrl,
                token,
                dockerMirror,
                packages,
                options,
                other);
    }
}
