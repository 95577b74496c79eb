package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster's configuration as it changes: each change restarts what it concerns, and nothing else. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ConfigurationContract {
    abstract LabHosts lab();

    ControlSide control() {
        return lab().control();
    }

    /** What every inventory of the scenario begins with. */
    LabInventory plain() {
        return lab().inventory();
    }

    private static final String MANIFESTS = "/var/lib/rancher/k3s/server/manifests/k3sdeploy";

    private LabHost agent() {
        return lab().agents().get(0);
    }

    private LabInventory inventory() {
        return plain().with(
                        "k3s_config", Map.of("kubelet-arg", List.of("max-pods=50"), "disable", List.of("servicelb")))
                .with("k3s_env", Map.of("HTTPS_PROXY", "http://proxy.example:3128"))
                .with("k3s_kubelet_config", Map.of("imageGCHighThresholdPercent", 90))
                .with("k3s_manifests", List.of("manifests"))
                .with(
                        "k3s_registries",
                        Map.of(
                                "configs",
                                Map.of(
                                        "reg.example",
                                        Map.of(
                                                "auth", Map.of("username", "me", "password", "hunter2"),
                                                "tls", Map.of("ca_file", "ca.pem")))))
                .with(agent(), "k3s_node_labels", Map.of("tier", "web"))
                .with(agent(), "k3s_node_taints", List.of("db=yes:NoSchedule"));
    }

    private Path file(String name, String text) throws IOException {
        Path file = control().work().resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    /** A new one for each start of a unit. */
    private Map<String, String> starts() {
        return new TreeMap<>(Map.of(
                "server", lab().server().unit("k3s", "InvocationID"),
                "agent-1", agent().unit("k3s-agent", "InvocationID")));
    }

    private JsonRun up(LabInventory inventory) {
        JsonRun up = control().json(inventory, "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        return up;
    }

    private String node() {
        return lab().server().sh("k3s kubectl get node agent-1 -o json");
    }

    @Test
    @Order(1)
    void everythingIsInPlaceAfterTheFirstRunAndTheSecondChangesNothing() throws IOException {
        file("manifests/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, namespace: default}\n");
        file("manifests/named.yaml.j2", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {{ k3s_cluster_name }}\n");
        file("ca.pem", "PEM\n");

        JsonRun first = up(inventory());
        Map<String, String> started = starts();
        JsonRun second = up(inventory());

        assertThat(first.command().out()).doesNotContain("hunter2");
        assertThat(second.tasks("changed")).isEmpty();
        assertThat(starts()).isEqualTo(started);
        assertThat(lab().server().sh("cat /etc/rancher/k3s/config.yaml")).contains("servicelb", "max-pods=50");
        assertThat(agent().sh("cat /etc/rancher/k3s/config.yaml"))
                .contains("max-pods=50")
                .doesNotContain("servicelb");
        assertThat(agent().sh("tr '\\0' '\\n' </proc/$(systemctl show -p MainPID --value k3s-agent)/environ"))
                .contains("HTTPS_PROXY=http://proxy.example:3128")
                .contains("NO_PROXY=" + lab().server().address() + "," + agent().address());
        assertThat(agent().sh("cat /etc/rancher/k3s/registries.yaml; cat /etc/rancher/k3s/registry-tls/*-ca.pem"))
                .contains("hunter2", "PEM");
        assertThat(agent().sh("stat -c %a /etc/rancher/k3s/registries.yaml /etc/rancher/k3s/registry-tls/*"))
                .isEqualTo("600\n600");
        assertThat(lab().server().sh("cd " + MANIFESTS + " && tail -n +1 *"))
                .contains("kind: ConfigMap", "name: it")
                .contains("named.yaml");
        assertThat(node()).contains("\"tier\": \"web\"", "\"key\": \"db\"", "NoSchedule");
    }

    @Test
    @Order(2)
    void labelsTaintsAndManifestsFollowTheInventoryWithoutARestart() throws IOException {
        Map<String, String> started = starts();
        Files.delete(control().work().resolve("manifests/app.yaml"));
        lab().server()
                .sh("k3s kubectl patch node agent-1 --type merge -p '{\"metadata\":{\"labels\":{\"mine\":\"1\"}}}'");
        LabInventory changed = inventory()
                .with(agent(), "k3s_node_labels", Map.of("zone", "b"))
                .with(agent(), "k3s_node_taints", List.of());

        JsonRun run = up(changed);

        assertThat(run.tasks("changed"))
                .containsExactlyInAnyOrder("server: Fill " + MANIFESTS, "server: Label and taint the nodes");
        assertThat(starts()).isEqualTo(started);
        assertThat(node()).contains("\"zone\": \"b\"", "\"mine\": \"1\"").doesNotContain("tier", "\"key\": \"db\"");
        assertThat(lab().server().sh("ls " + MANIFESTS)).isEqualTo("named.yaml");
        assertThat(up(changed).tasks("changed")).isEmpty();
    }

    @Test
    @Order(3)
    void oneMachinesConfigurationRestartsThatMachineAlone() {
        Map<String, String> started = starts();
        LabInventory changed = inventory().with(agent(), "k3s_node_config", Map.of("kubelet-arg+", "v=2"));

        up(changed);

        assertThat(starts().get("server")).isEqualTo(started.get("server"));
        assertThat(starts().get("agent-1")).isNotEqualTo(started.get("agent-1"));
        assertThat(agent().sh("cat /etc/rancher/k3s/config.yaml")).contains("max-pods=50", "v=2");
        assertThat(up(changed).tasks("changed")).isEmpty();
    }

    @Test
    @Order(4)
    void anotherCertificateAtTheSamePlaceRestartsK3s() throws IOException {
        up(inventory());
        Map<String, String> started = starts();
        file("ca.pem", "NEW\n");

        up(inventory());

        assertThat(starts()).doesNotContainEntry("server", started.get("server"));
        assertThat(starts()).doesNotContainEntry("agent-1", started.get("agent-1"));
        assertThat(agent().sh("cat /etc/rancher/k3s/registry-tls/*")).isEqualTo("NEW");
    }

    @Test
    @Order(5)
    void whatIsNotWishedAnyMoreGoesAndDownLeavesNothing() {
        up(plain());

        assertThat(agent().holds("test -e /etc/rancher/k3s/registries.yaml -o -e /etc/rancher/k3s/registry-tls"))
                .isFalse();
        assertThat(lab().server().holds("test -e " + MANIFESTS)).isFalse();
        assertThat(agent().holds("test -e /var/lib/rancher/k3s/agent/etc/kubelet.conf.d/90-k3sdeploy.conf"))
                .isFalse();
        assertThat(node()).doesNotContain("tier", "\"key\": \"db\"", "k3sdeploy.dev/labels");
        assertThat(up(plain()).tasks("changed")).isEmpty();
        assertThat(control().run(plain(), "down", "--yes").exitCode()).isZero();
        Remains.none(lab().all());
    }
}
