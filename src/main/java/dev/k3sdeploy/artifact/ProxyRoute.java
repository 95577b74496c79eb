package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** The proxy settings as Java's client asks for them. */
final class ProxyRoute extends ProxySelector {
    private final ProxySettings proxies;

    ProxyRoute(ProxySettings proxies) {
        this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(proxies.proxyFor(uri));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException problem) {
        // There is no second proxy to go to.
    }
}
