package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.task.InitSystem;
import java.util.List;
import java.util.Optional;

/** Which server a server joins. */
final class Joining {
    private static final Command HAS_DATA = Command.script(
            "[ -e /var/lib/rancher/k3s/server/db/etcd ] || [ -e /var/lib/rancher/k3s/server/db/state.db ]"
                    + " || [ -e /var/lib/rancher/k3s/server/tls/server-ca.crt ]");

    private Joining() {}

    /**
     * The server that a server joins; empty for the one that starts the cluster. That is the first one, unless its disk
     * is empty and another server has the cluster's data: then the first one was made anew, and joins like any other. A
     * second cluster beside the first would be the worst that could happen.
     */
    static Optional<NodeSpec> serverToJoin(Probe host, NodeSpec server, ClusterSpec cluster) {
        NodeSpec first = cluster.firstServer();
        if (!server.target().equals(first.target())) {
            return Optional.of(first);
        }
        List<NodeSpec> others = cluster.servers().subList(1, cluster.servers().size());
        return others.isEmpty() || host.holds(HAS_DATA) ? joined(host, others) : withData(host, others);
    }

    private static Optional<NodeSpec> withData(Probe host, List<NodeSpec> others) {
        return others.stream()
                .filter(other -> host.peer(other.target()).holds(HAS_DATA))
                .findFirst();
    }

    /** A first server that has joined another one keeps saying so: etcd knows better by now, and no restart is due. */
    private static Optional<NodeSpec> joined(Probe host, List<NodeSpec> others) {
        if (others.isEmpty()) {
            return Optional.empty();
        }
        InitSystem init = InitSystem.of(host).orElse(InitSystem.SYSTEMD);
        String environment = host.readSecret(Role.SERVER.environmentFile(init)).orElse("");
        return !environment.contains("K3S_URL=")
                ? Optional.empty()
                : others.stream()
                        .filter(other ->
                                environment.contains("'" + url(NodeAddress.of(host.peer(other.target()), other)) + "'"))
                        .findFirst();
    }

    /**
     * Whether the machine holds a member of etcd. Such a server is started without waiting for another one: where all
     * were stopped, the others wait for it, since etcd answers only when a majority of its members run.
     */
    static boolean isMember(Probe host) {
        return host.holds(Command.of("test", "-e", "/var/lib/rancher/k3s/server/db/etcd/member"));
    }

    static String url(NodeAddress address) {
        return "https://" + (address.ip().contains(":") ? "[" + address.ip() + "]" : address.ip()) + ":6443";
    }
}
