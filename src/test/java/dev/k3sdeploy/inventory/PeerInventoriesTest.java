package dev.k3sdeploy.inventory;

import static dev.k3sdeploy.inventory.Inventories.host;
import static dev.k3sdeploy.inventory.Inventories.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.k3sdeploy.problem.InputProblem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories in the shapes that the peers' documentation shows. */
class PeerInventoriesTest {
    @TempDir
    private Path folder;

    private Inventories files;

    @BeforeEach
    void folder() {
        files = new Inventories(folder);
    }

    @Test
    void theShapeOfK3sAnsible() {
        files.with(
                "inventory.yml",
                "k3s_cluster:",
                "  children:",
                "    server: {hosts: {10.0.0.11: , 10.0.0.12: }}",
                "    agent: {hosts: {10.0.0.13: }}",
                "  vars:",
                "    ansible_port: 22",
                "    k3s_version: v1.31.12+k3s1",
                "    token: \"changeme!\"",
                "    api_endpoint: \"{{ hostvars[groups['server'][0]]['ansible_host'] | default(groups['server'][0]) }}\"",
                "    extra_server_args: '--disable traefik'");
        Inventory inventory = files.load("inventory.yml");
        Roles roles = Roles.of(inventory);
        assertThat(names(roles.servers())).containsExactly("10.0.0.11", "10.0.0.12");
        assertThat(names(roles.agents())).containsExactly("10.0.0.13");
        Host agent = host(inventory, "10.0.0.13");
        assertThat(agent.variable("api_endpoint").orElseThrow().value()).isEqualTo("10.0.0.11");
        assertThat(theirs(agent, "k3s_token")).isEqualTo("changeme!");
        assertThat(theirs(agent, "k3s_master_extra_opts")).isEqualTo("--disable traefik");
        assertThat(PeerVariables.warnings(inventory)).isEmpty();
    }

    @Test
    void theShapeOfTechnoTims() {
        files.with(
                        "inv/hosts.ini",
                        "[master]",
                        "10.0.0.1[1:3]",
                        "[node]",
                        "10.0.0.14",
                        "[k3s_cluster:children]",
                        "master",
                        "node")
                .with(
                        "inv/group_vars/all.yml",
                        "flannel_iface: eth0",
                        "k3s_token: secret",
                        "metal_lb_type: native",
                        "group_name_master: master",
                        "extra_args: --flannel-iface={{ flannel_iface }} --node-ip={{ k3s_node_ip }}",
                        "k3s_node_ip: \"{{ ansible_facts[(flannel_iface | replace('-', '_'))]['ipv4']['address'] }}\"");
        Inventory inventory = files.load("inv/hosts.ini");
        assertThat(names(Roles.of(inventory).servers())).containsExactly("10.0.0.11", "10.0.0.12", "10.0.0.13");
        assertThat(names(Roles.of(inventory).agents())).containsExactly("10.0.0.14");
        Host server = host(inventory, "10.0.0.11");
        assertThat(theirs(server, "k3s_flannel_iface")).isEqualTo("eth0");
        assertThat(PeerVariables.warnings(inventory))
                .extracting(InputProblem::toString)
                .containsExactly("inv/group_vars/all.yml:3:1: metal_lb_type is not used (K3S comes with flannel and"
                        + " ServiceLB; kube-vip is k3s_kube_vip; no MetalLB, Calico or Cilium is installed)");
    }

    @Test
    void theShapeOfPyratLabs() {
        files.with(
                "inventory.yml",
                "k3s_cluster:",
                "  hosts: {a: {k3s_control_node: true}, b: {k3s_role: agent}}",
                "  vars: {k3s_control_token: secret, k3s_become: true}");
        Inventory inventory = files.load("inventory.yml");
        assertThat(names(Roles.of(inventory).servers())).containsExactly("a");
        assertThat(theirs(host(inventory, "b"), "k3s_token")).isEqualTo("secret");
        assertThat(PeerVariables.isKnown("k3s_become")).isTrue();
        assertThat(PeerVariables.isKnown("k3s_versoin")).isFalse();
    }

    @Test
    void whatIsSwitchedOffOrAsWeDoItAnywayIsNoWarning() {
        files.with(
                "inventory.yml",
                "k3s_cluster:",
                "  hosts: {a: }",
                "  vars:",
                "    use_external_database: false",
                "    extra_manifests: []",
                "    k3s_server_location: /var/lib/rancher/k3s",
                "    api_port: 6443",
                "    k3s_start_on_boot: true",
                "    registries_config_yaml: ''");
        assertThat(PeerVariables.warnings(files.load("inventory.yml"))).isEmpty();
    }

    @Test
    void eachMatterThatIsLeftAsideIsOneWarning() {
        files.with(
                "inventory.yml",
                "k3s_cluster:",
                "  hosts: {a: {k3s_start_on_boot: false}}",
                "  vars:",
                "    metal_lb_mode: layer2",
                "    kube_vip_arp: true",
                "    api_port: 7443",
                "    k3s_airgap: true");
        assertThat(PeerVariables.warnings(files.load("inventory.yml")))
                .extracting(InputProblem::location, InputProblem::message)
                .containsExactly(
                        tuple("inventory.yml:2:15", "k3s_start_on_boot is not used"),
                        tuple("inventory.yml:4:5", "kube_vip_arp, metal_lb_mode are not used"),
                        tuple("inventory.yml:6:5", "api_port is not used"),
                        tuple("inventory.yml:7:5", "k3s_airgap is not used"));
    }

    private static @Nullable Object theirs(Host host, String ours) {
        return host.variable(PeerVariables.nameOf(ours, host)).orElseThrow().value();
    }
}
