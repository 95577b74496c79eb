package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTP proxies of this machine, in the environment's usual form.
 *
 * @param http for http:// addresses
 * @param https for https:// addresses; itself spoken to by plain HTTP (CONNECT)
 * @param direct hosts, domains with or without a leading dot, or {@code *}: reached without a proxy
 */
public record ProxySettings(Optional<URI> http, Optional<URI> https, List<String> direct) {
    /** No proxy at all. */
    public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    /**
     * Takes a copy of the exceptions.
     *
     * @param http {@link #http()}
     * @param https {@link #https()}
     * @param direct {@link #direct()}
     */
    public ProxySettings {
        direct = List.copyOf(direct);
    }

    /**
     * Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY in either case; the lower case wins, as in curl.
     *
     * @param environment by name
     * @return no proxy where nothing is set
     */
    public static ProxySettings of(Map<String, String> environment) {
        return new ProxySettings(
                first(environment, "http_proxy", "all_proxy"),
                first(environment, "https_proxy", "all_proxy"),
                value(environment, "no_proxy").stream()
                        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    /** The way to an address; the proxy's name is left to be resolved by whoever connects. */
    Proxy proxyFor(URI address) {
        Optional<URI> proxy = "https".equalsIgnoreCase(address.getScheme()) ? https : http;
        if (proxy.isEmpty() || isDirect(address.getHost().toLowerCase(Locale.ROOT))) {
            return Proxy.NO_PROXY;
        }
        int port = proxy.get().getPort() == -1 ? 80 : proxy.get().getPort();
        return new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.get().getHost(), port));
    }

    /**
     * The other end of a connection: the server itself, or the proxy on the way to it.
     *
     * @param host to be resolved
     * @param name for messages
     */
    record Hop(String host, String name) {}

    Hop hop(URI address) {
        return proxyFor(address).address() instanceof InetSocketAddress proxy
                ? new Hop(proxy.getHostString(), "the proxy " + proxy.getHostString() + ":" + proxy.getPort())
                : new Hop(address.getHost(), FetchFailedException.host(address));
    }

    /** {@code name:password} of a proxy, where its address has one. */
    Optional<String> credentials() {
        return Stream.of(https, http)
                .flatMap(Optional::stream)
                .flatMap(proxy -> Optional.ofNullable(proxy.getUserInfo()).stream())
                .findFirst();
    }

    private boolean isDirect(String host) {
        return host.equals("localhost") || direct.stream().anyMatch(entry -> covers(entry, host));
    }

    private static boolean covers(String entry, String host) {
        String domain = entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
        return entry.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    private static Optional<URI> first(Map<String, String> environment, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> value(environment, name).map(text -> parse(name, text)).stream())
                .findFirst();
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(text -> text != null && !text.isBlank())
                .map(String::strip)
                .findFirst();
    }

    /** Says nothing of the value itself: it may hold a password. */
    private static URI parse(String name, String text) {
        try {
            URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one message for all that cannot be used.
        }
        throw new K3sDeployException(
                "The proxy in " + name.toUpperCase(Locale.ROOT) + " cannot be used",
                "Write it as http://host:port (SOCKS proxies, and TLS to the proxy itself, are not supported)");
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "proxies[http=" + shown(http) + ", https=" + shown(https) + ", direct=" + direct + "]";
    }

    private static String shown(Optional<URI> proxy) {
        return proxy.map(uri -> uri.getHost() + ":" + uri.getPort()).orElse("none");
    }
}
