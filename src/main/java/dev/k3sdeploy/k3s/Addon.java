package dev.k3sdeploy.k3s;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application of the course that K3S installs from a manifest of ours.
 *
 * @param name as {@code k3s_addons} has it
 * @param namespace where it runs
 * @param memoryMb what all its pods ask for together; an estimate where a chart asks for nothing
 * @param workloads what runs when it does, as {@code Deployment whoami}
 * @param web whether it answers at {@code http://<name>.<domain>}
 * @param defaults of the values that its manifest takes
 */
public record Addon(
        String name,
        String namespace,
        int memoryMb,
        List<String> workloads,
        boolean web,
        Map<String, String> defaults) {
    /** The value that only the inventory knows. */
    public static final String DOMAIN = "domain";

    /** All that there are. */
    public static final List<Addon> ALL = List.of(
            new Addon(
                    "whoami",
                    "whoami",
                    64,
                    List.of("Deployment whoami"),
                    true,
                    Map.of("image", "docker.io/traefik/whoami:v1.10.2", "port", "8000")),
            new Addon(
                    "cnpg",
                    "cnpg",
                    3 * 512 + 128,
                    List.of("Deployment cnpg-cloudnative-pg", "Cluster postgis"),
                    false,
                    Map.of(
                            "repo", "https://cloudnative-pg.github.io/charts",
                            "version", "0.29.0",
                            "image", "ghcr.io/cloudnative-pg/postgis:17-3.6-standard-trixie",
                            "instances", "3",
                            "memory", "512Mi",
                            "storage", "2Gi")),
            new Addon(
                    "geoserver",
                    "geoserver",
                    1024,
                    List.of("Deployment geoserver"),
                    true,
                    Map.of(
                            "image", "docker.osgeo.org/geoserver:2.28.2",
                            "memory", "1Gi",
                            "storage", "2Gi")),
            new Addon(
                    "cert-manager",
                    "cert-manager",
                    192,
                    List.of(
                            "Deployment cert-manager",
                            "Deployment cert-manager-cainjector",
                            "Deployment cert-manager-webhook"),
                    false,
                    Map.of("repo", "https://charts.jetstack.io", "version", "v1.21.1")),
            new Addon(
                    "longhorn",
                    "longhorn-system",
                    1024,
                    List.of("DaemonSet longhorn-manager", "Deployment longhorn-driver-deployer"),
                    false,
                    Map.of("repo", "https://charts.longhorn.io", "version", "1.11.3", "replicas", "2")),
            new Addon(
                    "nfs-provisioner",
                    "nfs-provisioner",
                    64,
                    List.of("Deployment nfs-provisioner"),
                    false,
                    Map.of(
                            "repo", "https://kubernetes-sigs.github.io/nfs-subdir-external-provisioner",
                            "version", "4.0.18",
                            "server", "",
                            "path", "/")),
            new Addon(
                    "headlamp",
                    "headlamp",
                    128,
                    List.of("Deployment headlamp"),
                    true,
                    Map.of("repo", "https://kubernetes-sigs.github.io/headlamp", "version", "0.45.0")));

    private static final String PREFIX = "addon-";

    /**
     * Takes copies.
     *
     * @param name {@link #name()}
     * @param namespace {@link #namespace()}
     * @param memoryMb {@link #memoryMb()}
     * @param workloads {@link #workloads()}
     * @param web {@link #web()}
     * @param defaults {@link #defaults()}
     */
    public Addon {
        workloads = List.copyOf(workloads);
        defaults = Map.copyOf(defaults);
    }

    /**
     * Of that name.
     *
     * @param name as {@code k3s_addons} has it
     * @return the add-on, or empty when there is none
     */
    public static Optional<Addon> named(String name) {
        return ALL.stream().filter(addon -> addon.name().equals(name)).findFirst();
    }

    /**
     * The one whose manifest has this name on the server.
     *
     * @param file without its folder
     * @return the add-on, or empty when it is none's
     */
    public static Optional<Addon> ofFile(String file) {
        return ALL.stream().filter(addon -> addon.file().equals(file)).findFirst();
    }

    /** {@return its manifest's name on the server} */
    public String file() {
        return PREFIX + name + ".yaml";
    }

    /**
     * The manifest with these values, and the defaults of the others.
     *
     * @param values by the names that its variable table has; each is put in as it stands
     * @return YAML that K3S applies
     */
    public String manifest(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(values);
        Template template = Template.of("addons/" + name + ".yaml");
        for (Map.Entry<String, String> value : all.entrySet()) {
            template = template.with(value.getKey(), value.getValue());
        }
        return template.render();
    }
}
