package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.task.FileAbsent;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.FolderContent;
import dev.k3sdeploy.task.InitSystem;
import dev.k3sdeploy.task.RemoteFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files that make a machine a node, each as a task. Places and modes are those of K3S's own installer. */
final class NodeFiles {
    private static final String CONFIG = "/etc/rancher/k3s/config.yaml";
    private static final String REGISTRIES = "/etc/rancher/k3s/registries.yaml";
    private static final String NOTICE =
            "# Written by k3sdeploy: the next `k3sdeploy up` replaces changes made here.\n";

    /** Keys whose values from the inventory come on top of ours. */
    private static final Set<String> ADDITIVE = Set.of("tls-san");

    private final NodeSpec node;
    private final ClusterSpec cluster;

    NodeFiles(NodeSpec node, ClusterSpec cluster) {
        this.node = node;
        this.cluster = cluster;
    }

    Task binary(Binaries binaries) {
        return new K3sBinary(node, cluster, binaries);
    }

    Task killallScript() {
        return FileContent.of(
                new RemoteFile("/usr/local/bin/k3s-killall.sh", "0755"),
                Template.of("k3s-killall.sh").render());
    }

    Task uninstallScript() {
        return FileContent.of(
                new RemoteFile(node.role().uninstallScript(), "0755"), Teardown.uninstallScript(node.role()));
    }

    Task unit() {
        return new ForInitSystem(
                unit("k3s.service", "0644", InitSystem.SYSTEMD), unit("k3s.initd", "0755", InitSystem.OPENRC));
    }

    private Task unit(String template, String mode, InitSystem init) {
        Role role = node.role();
        String fingerprint = init == InitSystem.SYSTEMD ? Service.fingerprintInUnit(role) : Service.fingerprint(role);
        return FileContent.of(
                new RemoteFile(role.unitFile(init), mode),
                Template.of(template)
                        .with("unit", role.unit())
                        .with("role", role.command())
                        .with("fingerprint", fingerprint)
                        .render());
    }

    Task registries() {
        if (node.settings().registries().isPresent()) {
            Registries wanted = node.settings().registries().get();
            RemoteFile file = new RemoteFile(REGISTRIES, "0600");
            String text = NOTICE + wanted.yaml();
            return wanted.secret() ? FileContent.secret(file, host -> text) : FileContent.of(file, text);
        }
        Optional<String> mirror = node.dockerMirror();
        return mirror.isEmpty()
                ? new FileAbsent(REGISTRIES)
                : FileContent.of(new RemoteFile(REGISTRIES, "0600"), NOTICE + registriesYaml(mirror.get()));
    }

    private static String registriesYaml(String mirror) {
        return """
                mirrors:
                  docker.io:
                    endpoint:
                      - "%s"
                """.formatted(mirror);
    }

    Task registryFiles() {
        return new FolderContent(
                Registries.FOLDER,
                node.settings().registries().map(Registries::files).orElseGet(TreeMap::new));
    }

    Task datastoreFiles() {
        return new FolderContent(
                DatastoreFiles.FOLDER, node.settings().datastore().files());
    }

    /** K3S applies what is in this folder, and in folders below; these are ours. Taking a file away deletes no object. */
    Task manifests() {
        return new FolderContent(
                "/var/lib/rancher/k3s/server/manifests/k3sdeploy",
                node.settings().manifests());
    }

    Task kubelet() {
        return kubeletFile();
    }

    private KubeletFile kubeletFile() {
        return new KubeletFile(node.settings().kubelet());
    }

    Task config() {
        return FileContent.of(new RemoteFile(CONFIG, ConfigMode.of(node)), this::configYaml);
    }

    /** The user's options win over what k3sdeploy finds out by itself. */
    private String configYaml(Probe host) {
        NodeAddress address = NodeAddress.of(host, node);
        ConfigOptions own = ConfigOptions.none().with("node-ip", address.ip()).with("flannel-iface", address.nic());
        if (node.role() == Role.SERVER) {
            String reached = node.address().orElse(address.ip());
            own = own.with("tls-san", reached);
            if (!reached.equals(address.ip())) {
                own = own.with("tls-san", address.ip());
            }
            for (Map.Entry<String, String> file :
                    node.settings().datastore().options().entrySet()) {
                own = own.with(file.getKey(), file.getValue());
            }
            if (cluster.endpoint().isPresent()) {
                own = own.with("tls-san", ClusterSpec.host(cluster.endpoint().get()));
            }
            if (cluster.hasEtcd() && node.target().equals(cluster.firstServer().target())) {
                own = own.with("cluster-init", true);
            }
        }
        ConfigOptions wanted =
                node.options().over(own, ADDITIVE).and(kubeletFile().options(host));
        return NOTICE + kubeletFile().comment() + wanted.yaml();
    }
}
