package dev.k3sdeploy.inventory;

import static dev.k3sdeploy.inventory.Inventories.host;
import static dev.k3sdeploy.inventory.Inventories.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.problem.InputProblem;
import java.nio.file.Path;
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
        assertThat(PeerVariables.find(agent, "k3s_token").orElseThrow().value()).isEqualTo("changeme!");
        assertThat(PeerVariables.find(agent, "k3s_master_extra_opts")
                        .orElseThrow()
                        .value())
                .isEqualTo("--disable traefik");
        assertThat(PeerVariables.warnings(inventory))
                .extracting(InputProblem::toString)
                .containsExactly("inventory.yml:9:5: api_endpoint of another role for K3S is not used"
                        + " (the address of the API server; the first server's is used)");
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
        assertThat(PeerVariables.find(server, "k3s_flannel_iface").orElseThrow().value())
                .isEqualTo("eth0");
        assertThat(PeerVariables.warnings(inventory))
                .extracting(InputProblem::message)
                .containsExactly(
                        "extra_args of another role for K3S is not used",
                        "metal_lb_type of another role for K3S is not used");
    }

    @Test
    void theShapeOfPyratLabs() {
        files.with(
                "inventory.yml",
                "k3s_cluster:",
                "  hosts: {a: {k3s_control_node: true}, b: {k3s_role: agent}}",
                "  vars: {k3s_release_version: v1.30.2+k3s1, k3s_become: true}");
        Inventory inventory = files.load("inventory.yml");
        assertThat(names(Roles.of(inventory).servers())).containsExactly("a");
        assertThat(PeerVariables.find(host(inventory, "a"), "k3s_version")
                        .orElseThrow()
                        .value())
                .isEqualTo("v1.30.2+k3s1");
        assertThat(PeerVariables.isKnown("k3s_become")).isTrue();
        assertThat(PeerVariables.isKnown("k3s_versoin")).isFalse();
    }
}
