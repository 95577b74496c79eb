package dev.k3sdeploy.k3s;

import dev.k3sdeploy.remote.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory wishes of a node beyond K3S's own flags.
 *
 * @param environment of the unit: proxies, as a rule
 * @param registries empty for containerd's own ways
 * @param kubelet fields of a KubeletConfiguration
 * @param labels of the node, by key
 * @param taints of the node, as {@code key=value:Effect} or {@code key:Effect}
 * @param manifests that K3S applies by itself, by file name; of the first server only
 * @param datastore what a server logs in to an external datastore with
 * @param airgapped whether the machine asks no network for anything: not for packages either
 * @param secrets that the inventory has for the machine: a file with one of them in it is root's alone
 */
public record NodeSettings(
        SortedMap<String, String> environment,
        Optional<Registries> registries,
        Map<String, @Nullable Object> kubelet,
        SortedMap<String, String> labels,
        List<String> taints,
        SortedMap<String, String> manifests,
        DatastoreFiles datastore,
        boolean airgapped,
        Set<Secret> secrets) {
    /** Nothing beyond. */
    public static final NodeSettings NONE = new NodeSettings(
            new TreeMap<>(),
            Optional.empty(),
            Map.of(),
            new TreeMap<>(),
            List.of(),
            new TreeMap<>(),
            DatastoreFiles.NONE,
            false,
            Set.of());

    /**
     * Takes copies, in the order that files need.
     *
     * @param environment {@link #environment()}
     * @param registries {@link #registries()}
     * @param kubelet {@link #kubelet()}
     * @param labels {@link #labels()}
     * @param taints {@link #taints()}
     * @param manifests {@link #manifests()}
     * @param datastore {@link #datastore()}
     * @param airgapped {@link #airgapped()}
     * @param secrets {@link #secrets()}
     */
    public NodeSettings {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        kubelet = Collections.unmodifiableMap(new LinkedHashMap<>(kubelet));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
        manifests = Collections.unmodifiableSortedMap(new TreeMap<>(manifests));
        secrets = Set.copyOf(secrets);
    }

    /**
     * The same with another environment.
     *
     * @param variables of the unit, by name
     * @return another value
     */
    public NodeSettings withEnvironment(SortedMap<String, String> variables) {
        return new NodeSettings(
                variables, registries, kubelet, labels, taints, manifests, datastore, airgapped, secrets);
    }

    /**
     * The same with manifests.
     *
     * @param byName texts by the names of their files on the server
     * @return another value
     */
    public NodeSettings withManifests(SortedMap<String, String> byName) {
        return new NodeSettings(
                environment, registries, kubelet, labels, taints, byName, datastore, airgapped, secrets);
    }

    /** The same with these secrets. */
    NodeSettings withSecrets(Set<Secret> known) {
        return new NodeSettings(
                environment, registries, kubelet, labels, taints, manifests, datastore, airgapped, known);
    }

    /**
     * The environment as lines of a file of systemd's: in double quotes, where only the quote, the backslash, the dollar
     * and the backtick mean something else (systemd.exec(5), EnvironmentFile=).
     */
    String environmentLines() {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) -> lines.append(name)
                .append("=\"")
                .append(value.replaceAll("([\"\\\\$`])", "\\\\$1"))
                .append("\"\n"));
        return lines.toString();
    }
}
