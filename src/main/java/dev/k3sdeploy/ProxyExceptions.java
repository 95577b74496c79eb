package dev.k3sdeploy;

import dev.k3sdeploy.k3s.NodeSettings;
import dev.k3sdeploy.k3s.NodeSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Nodes reach each other, pods and services without a proxy, whatever proxy is set: K3S itself does not add the nodes. */
record ProxyExceptions(List<NodeSpec> nodes) {
    private static final List<String> PREFIXES = List.of("", "CONTAINERD_");

    /** The node with NO_PROXY completed, where a proxy is set for it. */
    NodeSpec complete(NodeSpec node) {
        NodeSettings settings = node.settings();
        SortedMap<String, String> environment = new TreeMap<>(settings.environment());
        PREFIXES.forEach(prefix -> complete(environment, prefix));
        return environment.equals(settings.environment()) ? node : node.with(settings.withEnvironment(environment));
    }

    private void complete(SortedMap<String, String> environment, String prefix) {
        boolean proxied = Stream.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
                .anyMatch(name -> environment.containsKey(prefix + name));
        if (!proxied) {
            return;
        }
        String lower = prefix + "no_proxy";
        String name = environment.containsKey(lower) ? lower : prefix + "NO_PROXY";
        Set<String> exceptions = new LinkedHashSet<>();
        Stream.of(environment.getOrDefault(name, "").split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(exceptions::add);
        exceptions.addAll(own());
        environment.put(name, String.join(",", exceptions));
    }

    private List<String> own() {
        Stream<String> addresses =
                nodes.stream().flatMap(node -> Stream.concat(node.address().stream(), node.nodeIp().stream()));
        Stream<String> fixed = Stream.of(
                "127.0.0.0/8",
                "localhost",
                option("cluster-cidr", "10.42.0.0/16"),
                option("service-cidr", "10.43.0.0/16"),
                ".svc",
                "." + option("cluster-domain", "cluster.local"));
        return Stream.concat(addresses, fixed).distinct().toList();
    }

    private String option(String key, String otherwise) {
        List<Object> set = nodes.get(0).options().get(key);
        return set.isEmpty()
                ? otherwise
                : String.join(",", set.stream().map(Object::toString).toList());
    }
}
