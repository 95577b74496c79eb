package dev.k3sdeploy.k3s;

import dev.k3sdeploy.problem.K3sDeployException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A kubeconfig as K3S writes it: one cluster, one user, one context, all three named «default». Edited as a tree,
 * never as text: «default» and 127.0.0.1 may also stand in other places. Immutable. It holds the key of an
 * administrator: whoever can read it owns the cluster.
 */
public final class Kubeconfig {
    private final Map<String, Object> root;

    private Kubeconfig(Map<String, Object> root) {
        this.root = root;
    }

    /**
     * Reads one.
     *
     * @param text YAML
     * @return what it says
     * @throws K3sDeployException when the text is no kubeconfig with one cluster, user and context
     */
    @SuppressWarnings("unchecked")
    public static Kubeconfig parse(String text) {
        try {
            if (new Yaml(new SafeConstructor(new LoaderOptions())).load(text) instanceof Map<?, ?> map) {
                Kubeconfig kubeconfig = new Kubeconfig((Map<String, Object>) map);
                kubeconfig.only("clusters");
                kubeconfig.only("users");
                kubeconfig.only("contexts");
                return kubeconfig;
            }
        } catch (YAMLException | ClassCastException e) {
            throw notOne(e);
        }
        throw notOne(null);
    }

    private static K3sDeployException notOne(@org.jspecify.annotations.Nullable Exception cause) {
        return new K3sDeployException(
                "The server's k3s.yaml is not a kubeconfig with one cluster, one user and one context",
                "Remove /etc/rancher/k3s/k3s.yaml on the server and restart k3s there: it is written again",
                cause);
    }

    /**
     * The API's address.
     *
     * @return as {@code https://192.168.50.201:6443}
     */
    public String server() {
        return String.valueOf(inner("clusters", "cluster").get("server"));
    }

    /**
     * The name of its context.
     *
     * @return the cluster's and the user's name too, where K3S or k3sdeploy wrote it
     */
    public String context() {
        return String.valueOf(only("contexts").get("name"));
    }

    /**
     * The same for another address of the same API.
     *
     * @param serverUrl as {@code https://192.168.50.201:6443}
     * @return another kubeconfig; this one stays as it is
     */
    public Kubeconfig at(String serverUrl) {
        Kubeconfig copy = parse(yaml());
        copy.inner("clusters", "cluster").put("server", serverUrl);
        return copy;
    }

    /**
     * The same with cluster, user and context named, so that several kubeconfigs can be merged.
     *
     * @param name of all three
     * @return another kubeconfig; this one stays as it is
     */
    public Kubeconfig named(String name) {
        Kubeconfig copy = parse(yaml());
        copy.only("clusters").put("name", name);
        copy.only("users").put("name", name);
        copy.only("contexts").put("name", name);
        copy.inner("contexts", "context").put("cluster", name);
        copy.inner("contexts", "context").put("user", name);
        copy.root.put("current-context", name);
        return copy;
    }

    /**
     * The same with a namespace that kubectl and clients work in where they are told none.
     *
     * @param namespace its name
     * @return another kubeconfig; this one stays as it is
     */
    public Kubeconfig inNamespace(String namespace) {
        Kubeconfig copy = parse(yaml());
        copy.inner("contexts", "context").put("namespace", namespace);
        return copy;
    }

    /**
     * Writes it to a file that only its owner can read.
     *
     * @param file replaced when it is there; its folder is made when it is missing
     * @throws K3sDeployException when it cannot be written
     */
    public void write(Path file) {
        OwnerOnlyFile.write(file, yaml());
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> only(String key) {
        if (root.get(key) instanceof List<?> list && list.size() == 1 && list.get(0) instanceof Map<?, ?> entry) {
            return (Map<String, Object>) entry;
        }
        throw notOne(null);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> inner(String list, String key) {
        if (only(list).get(key) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw notOne(null);
    }

    /**
     * Its text.
     *
     * @return YAML, as kubectl reads it
     */
    public String yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options).dump(root);
    }
}
