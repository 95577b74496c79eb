package dev.k3sdeploy.kube;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What a browser on the control machine gets from the nodes' addresses. */
final class PretendWeb implements Web {
    private static final int HTTP = 80;

    private final PretendCluster cluster;
    private final AtomicInteger requests = new AtomicInteger();

    PretendWeb(PretendCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Page get(String address, int port, String name) throws IOException {
        if (cluster.has(Fault.FIREWALL_HERE)) {
            throw new IOException("Connect timed out");
        } else if (nobodyListens(address, port)) {
            throw new IOException("Connection refused");
        } else if (cluster.isSplit() && requests.incrementAndGet() % 3 != 0) {
            throw new IOException("Read timed out"); // it went to a pod of another node
        }
        boolean unknown = port == HTTP && (cluster.has(Fault.INGRESS_UNKNOWN) || cluster.has(Fault.NO_INGRESS_CLASS));
        return unknown ? new Page(404, "404 page not found") : new Page(200, "web-1\n");
    }

    /**
     * A stopped agent gets no rules of new Services; those of before, as Traefik's, stay. From a full node the pods that
     * listen for a LoadBalancer are evicted.
     */
    private boolean nobodyListens(String address, int port) {
        boolean bad = address.equals(PretendCluster.address(PretendCluster.BAD));
        boolean stopped = cluster.has(Fault.AGENT_STOPPED) && port != HTTP;
        boolean nodePort = port >= 30_000;
        return bad && (stopped || (cluster.has(Fault.FULL_DISK) && !nodePort));
    }

    @Override
    public boolean resolves(String name) {
        return !cluster.has(Fault.NO_INTERNET);
    }
}
