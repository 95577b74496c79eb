package dev.k3sdeploy.preflight;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeAddress;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the checks of one machine go by.
 *
 * @param all of the cluster's machines those that answered, this one among them
 * @param wanted the version of K3S to install, where it is known
 * @param limited the machines that the run changes
 */
record Subject(
        ClusterSpec cluster, NodeSpec node, Map<Target, Facts> all, Optional<K3sVersion> wanted, Set<Target> limited) {
    Facts facts() {
        return facts(node);
    }

    private Facts facts(NodeSpec other) {
        return all.getOrDefault(other.target(), Facts.parse("", ClockOffset.UNKNOWN));
    }

    boolean server() {
        return node.role() == Role.SERVER;
    }

    /** What the first server runs and goes on to run, where it is no machine of this run. */
    Optional<K3sVersion> untouchedServer() {
        NodeSpec first = cluster.firstServer();
        return limited.contains(first.target())
                ? Optional.empty()
                : K3sVersion.find(facts(first).text("k3s"));
    }

    /** Whether a key of config.yaml is given in the inventory, and is not off. */
    boolean option(String key) {
        return node.options().get(key).stream().anyMatch(value -> !value.equals(false));
    }

    /** Flannel's VXLAN is what K3S takes unless it is told otherwise; the servers tell. */
    boolean vxlan() {
        List<Object> backends = cluster.firstServer().options().get("flannel-backend");
        return backends.isEmpty() || backends.contains("vxlan");
    }

    /** The name to register with. */
    String nodeName() {
        return nodeName(node);
    }

    private String nodeName(NodeSpec other) {
        return other.options().get("node-name").stream()
                .map(Object::toString)
                .findFirst()
                .orElse(facts(other).text("hostname"))
                .toLowerCase(Locale.ROOT);
    }

    /** The address to register with. */
    NodeAddress address() {
        return address(node);
    }

    private NodeAddress address(NodeSpec other) {
        Stream<String> lines = Stream.concat(facts(other).all("address").stream(), facts(other).all("route").stream());
        return NodeAddress.choose(other, NodeAddress.Nics.parse(lines.collect(Collectors.joining("\n"))));
    }

    String othersNodeNamed(String name) {
        return othersWith(name, this::nodeName);
    }

    String othersWithFact(String fact) {
        return othersWith(facts().text(fact), other -> facts(other).text(fact));
    }

    String othersAt(String ip) {
        return othersWith(ip, other -> address(other).ip());
    }

    /** The other machines that answered and have the same value, as text; empty when there is none. */
    private String othersWith(String value, Function<NodeSpec, String> of) {
        return cluster.nodes().stream()
                .filter(other -> !other.target().equals(node.target()) && all.containsKey(other.target()))
                .filter(other -> same(value, other, of))
                .map(other -> other.target().name())
                .collect(Collectors.joining(", "));
    }

    /** A machine whose value cannot be told is told of by its own check. */
    private static boolean same(String value, NodeSpec other, Function<NodeSpec, String> of) {
        try {
            return !value.isEmpty() && value.equals(of.apply(other));
        } catch (dev.k3sdeploy.problem.K3sDeployException e) {
            return false;
        }
    }
}
