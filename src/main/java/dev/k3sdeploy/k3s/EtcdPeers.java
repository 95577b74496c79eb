package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates that the servers' etcd show each other. etcd reads them anew for each connection, and K3S renews them only
 * when it starts: where all are over, those that run go on with the connections they have, and one that was restarted
 * finds nobody. It has no majority, and answers nothing, until enough of the others were restarted too.
 */
record EtcdPeers(NodeSpec node, ClusterSpec cluster) {
    private static final String FILE = "server/tls/etcd/peer-server-client.crt";
    private static final Command LOOK = Command.script("date +%s; cat /var/lib/rancher/k3s/" + FILE + " 2>/dev/null");

    /** By the clock of its machine. */
    private enum Certified {
        HOLDS,
        OVER,
        /** It cannot be reached, or is no member of etcd. */
        UNKNOWN
    }

    /**
     * The servers that a restarted one waits for in vain, since their own restart comes after it.
     *
     * @param host the machine of the node
     * @return empty where those whose certificates hold are a majority by themselves
     */
    List<NodeSpec> withoutWhomNoMajority(Probe host) {
        List<NodeSpec> servers = cluster.servers();
        if (node.role() != Role.SERVER || servers.size() < 2 || certified(host) != Certified.HOLDS) {
            return List.of();
        }
        List<NodeSpec> over = new ArrayList<>();
        int holding = 0;
        for (NodeSpec server : servers) {
            Certified certified = certified(host.peer(server.target()));
            holding += certified == Certified.HOLDS ? 1 : 0;
            if (holding > servers.size() / 2) {
                return List.of();
            }
            if (certified == Certified.OVER) {
                over.add(server);
            }
        }
        return over;
    }

    private static Certified certified(Probe server) {
        try {
            List<String> seen = server.ask(LOOK).out().text().lines().toList();
            if (seen.size() < 2) {
                return Certified.UNKNOWN;
            }
            Instant now = Instant.ofEpochSecond(Long.parseLong(seen.get(0).strip()));
            String pem = String.join("\n", seen.subList(1, seen.size()));
            return Certificate.read(FILE, pem).ends().isAfter(now) ? Certified.HOLDS : Certified.OVER;
        } catch (UnreachableException e) {
            return Certified.UNKNOWN;
        }
    }
}
