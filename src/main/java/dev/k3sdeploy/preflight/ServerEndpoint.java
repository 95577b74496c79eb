package dev.k3sdeploy.preflight;

import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import java.net.URI;
import java.util.Optional;

/**
 * Where an agent will look for its server, as far as the inventory tells.
 *
 * @param given whether by the user's k3s_url or k3s_api_endpoint: what stands there may be a balancer
 */
record ServerEndpoint(String host, int port, boolean given) {
    private static final int API = 6443;

    /** Empty for a server, and where only the server itself knows its address. */
    static Optional<ServerEndpoint> of(ClusterSpec cluster, NodeSpec node) {
        if (node.role() == Role.SERVER) {
            return Optional.empty();
        }
        return node.serverUrl()
                .or(() -> cluster.endpoint().map(endpoint -> "https://" + endpoint))
                .map(url -> of(URI.create(url)))
                .or(() -> cluster.firstServer()
                        .nodeIp()
                        .or(cluster.firstServer()::address)
                        .map(ip -> new ServerEndpoint(ip, port(cluster.firstServer()), false)));
    }

    private static ServerEndpoint of(URI url) {
        return new ServerEndpoint(
                url.getHost().replaceAll("[\\[\\]]", ""), url.getPort() < 0 ? API : url.getPort(), true);
    }

    private static int port(NodeSpec server) {
        return server.options().get("https-listen-port").stream()
                .map(Object::toString)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(API);
    }

    /** As the probe takes it. */
    String words() {
        return host + " " + port;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
