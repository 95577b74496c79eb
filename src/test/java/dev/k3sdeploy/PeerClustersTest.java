package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories in the shapes of the peers' samples, from the text to what is wished: no line of them needs a change. */
@SuppressWarnings("NullAway.Init")
class PeerClustersTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    /** Read from where it lies; the façade that the commands use must take it too. */
    private Plan plan(String source) {
        Inventory inventory = Inventory.load(
                List.of(source),
                List.of(),
                new InventoryOptions(site.folder(), site.folder(), site.environment(), List.of()));
        Cluster cluster = Cluster.from(inventory, site.here(), ClusterOptions.DEFAULTS);
        Plan plan = new PlanReader(inventory, site.here(), ClusterOptions.DEFAULTS).read();
        assertThat(cluster.warnings()).isEqualTo(plan.warnings());
        return plan;
    }

    private static List<String> names(List<NodeSpec> nodes) {
        return nodes.stream().map(node -> node.target().name()).toList();
    }

    @Test
    void theSampleOfK3sAnsible() {
        site.file("inventory.yml", """
                k3s_cluster:
                  children:
                    server:
                      hosts:
                        10.1.0.11:
                    agent:
                      hosts:
                        10.1.0.12:
                        10.1.0.13:
                  vars:
                    ansible_port: 22
                    ansible_user: debian
                    k3s_version: v1.31.12+k3s1
                    token: "changeme!"
                    api_endpoint: "{{ hostvars[groups['server'][0]]['ansible_host'] | default(groups['server'][0]) }}"
                """);

        Plan plan = plan("inventory.yml");

        assertThat(names(plan.cluster().servers())).containsExactly("10.1.0.11");
        assertThat(names(plan.cluster().agents())).containsExactly("10.1.0.12", "10.1.0.13");
        assertThat(plan.cluster().firstServer().token().map(Secret::reveal)).contains("changeme!");
        assertThat(plan.release().version().orElseThrow()).hasToString("v1.31.12+k3s1");
        assertThat(plan.cluster().apiAddress()).contains("10.1.0.11");
        assertThat(plan.cluster().agents()).allMatch(agent -> agent.serverUrl().isEmpty());
        assertThat(Objects.requireNonNull(plan.connections().get(new Target("10.1.0.12")))
                        .endpoint()
                        .user())
                .isEqualTo("debian");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void theOptionalVariablesOfK3sAnsible() {
        site.file("inventory.yml", """
                k3s_cluster:
                  children:
                    server: {hosts: {10.1.0.11: }}
                    agent: {hosts: {10.1.0.12: }}
                  vars:
                    api_endpoint: k3s.example.org
                    cluster_context: homelab
                    extra_server_args: --disable traefik --tls-san=10.1.0.99
                    extra_agent_args: --node-label room=cellar
                    server_config_yaml: |
                      secrets-encryption: true
                      write-kubeconfig-mode: 644
                      disable: [servicelb]
                      kubelet-arg:
                        - max-pods=50
                    agent_config_yaml: |
                      node-label: [room=attic]
                      protect-kernel-defaults: true
                    extra_service_envs: ['A=1']
                    user_kubectl: true
                """);

        Plan plan = plan("inventory.yml");

        assertThat(plan.cluster().name()).isEqualTo("homelab");
        assertThat(plan.cluster().endpoint()).contains("k3s.example.org:6443");
        assertThat(plan.cluster().firstServer().options().yaml()).isEqualTo("""
                secrets-encryption: true
                write-kubeconfig-mode: "644"
                disable: "traefik"
                kubelet-arg: "max-pods=50"
                tls-san: "10.1.0.99"
                """);
        NodeSpec agent = plan.cluster().agents().get(0);
        assertThat(agent.options().yaml()).isEqualTo("""
                node-label: "room=cellar"
                protect-kernel-defaults: true
                """);
        assertThat(plan.warnings())
                .extracting(InputProblem::message)
                .containsExactly("extra_service_envs is not used", "user_kubectl is not used");
    }

    @Test
    void theSampleOfTechnoTim() {
        site.file("inventory/sample/hosts.ini", """
                        [master]
                        10.2.0.38
                        10.2.0.39
                        10.2.0.40

                        [node]
                        10.2.0.41
                        10.2.0.42

                        # only where containers of Proxmox are the machines
                        # [proxmox]
                        # 10.2.0.43

                        [k3s_cluster:children]
                        master
                        node
                        """).file("inventory/sample/group_vars/all.yml", """
                        ---
                        k3s_version: v1.30.2+k3s2
                        ansible_user: ansibleuser
                        systemd_dir: /etc/systemd/system
                        system_timezone: Your/Timezone
                        flannel_iface: eth0
                        calico_ebpf: false
                        calico_tag: v3.28.0
                        cilium_mode: native
                        cluster_cidr: 10.52.0.0/16
                        kube_vip_arp: true
                        apiserver_endpoint: 10.2.0.222
                        k3s_token: some-long-secret
                        k3s_node_ip: "{{ ansible_facts[(cilium_iface | default(calico_iface | default(flannel_iface)))]['ipv4']['address'] }}"
                        k3s_master_taint: "{{ true if groups['node'] | default([]) | length >= 1 else false }}"
                        extra_args: >-
                          {{ '--flannel-iface=' + flannel_iface if calico_iface is not defined and cilium_iface is not defined else '' }}
                          --node-ip={{ k3s_node_ip }}
                        extra_server_args: >-
                          {{ extra_args }}
                          {{ '--node-taint node-role.kubernetes.io/master=true:NoSchedule' if k3s_master_taint else '' }}
                          {% if calico_iface is defined or cilium_iface is defined %}
                          --flannel-backend=none
                          --cluster-cidr={{ cluster_cidr | default('10.52.0.0/16') }}
                          {% endif %}
                          --tls-san {{ apiserver_endpoint }}
                          --disable servicelb
                          --disable traefik
                        extra_agent_args: >-
                          {{ extra_args }}
                        kube_vip_tag_version: v0.8.2
                        metal_lb_type: native
                        metal_lb_ip_range: 10.2.0.80-10.2.0.90
                        proxmox_lxc_configure: false
                        proxmox_lxc_ct_ids: [200, 201]
                        custom_registries: false
                        custom_registries_yaml: |
                          mirrors: {docker.io: {endpoint: ["https://registry.example.org"]}}
                        """);

        Plan plan = plan("inventory/sample/hosts.ini");

        assertThat(names(plan.cluster().servers())).containsExactly("10.2.0.38", "10.2.0.39", "10.2.0.40");
        assertThat(names(plan.cluster().agents())).containsExactly("10.2.0.41", "10.2.0.42");
        NodeSpec server = plan.cluster().firstServer();
        assertThat(server.token().map(Secret::reveal)).contains("some-long-secret");
        assertThat(server.flannelIface()).contains("eth0");
        assertThat(server.nodeIp()).isEmpty();
        assertThat(server.options().yaml()).isEqualTo("""
                flannel-iface: "eth0"
                node-taint: "node-role.kubernetes.io/master=true:NoSchedule"
                tls-san: "10.2.0.222"
                disable:
                  - "servicelb"
                  - "traefik"
                """);
        assertThat(plan.cluster().agents().get(0).options().yaml()).isEqualTo("flannel-iface: \"eth0\"\n");
        assertThat(plan.warnings())
                .extracting(InputProblem::message)
                .containsExactlyInAnyOrder(
                        "apiserver_endpoint, calico_tag, cilium_mode, cluster_cidr, kube_vip_arp, kube_vip_tag_version,"
                                + " metal_lb_ip_range, metal_lb_type are not used",
                        "system_timezone is not used",
                        "k3s_node_ip asks for facts, and none are gathered");
    }

    @Test
    void theInventoryOfK3sDeploy() {
        site.file("inventory/vagrantbox/hosts", """
                        [all]
                        vagrantbox-1 ansible_ssh_host=192.168.50.201
                        vagrantbox-2 ansible_ssh_host=192.168.50.202
                        vagrantbox-3 ansible_ssh_host=192.168.50.203
                        vagrantbox-4 ansible_ssh_host=192.168.50.204

                        [k3s_master]
                        vagrantbox-1

                        [nfs_server]
                        vagrantbox-1

                        [k3s_agent]
                        vagrantbox-[2:4]
                        """)
                .file(
                        "inventory/vagrantbox/group_vars/all/ansible.yml",
                        "ansible_connection: ssh\nansible_user: vagrant\n")
                .file("inventory/vagrantbox/group_vars/k3s_agent/k3s.yml", "k3s_url: 'https://vagrantbox-1:6443'\n")
                .file("inventory/vagrantbox/group_vars/k3s_master/nfs-server.yml", "nfs_host: 192.168.50.0/24\n")
                .file(
                        "inventory/vagrantbox/group_vars/k3s_master/k3s-oidc.yml.dist",
                        "k3s_master_extra_opts: [--broken]\n");

        Plan plan = plan("inventory/vagrantbox");

        assertThat(plan.cluster().name()).isEqualTo("vagrantbox");
        assertThat(names(plan.cluster().servers())).containsExactly("vagrantbox-1");
        assertThat(names(plan.cluster().agents())).containsExactly("vagrantbox-2", "vagrantbox-3", "vagrantbox-4");
        assertThat(plan.cluster().firstServer().address()).contains("192.168.50.201");
        assertThat(plan.cluster().firstServer().options().yaml()).isEmpty();
        assertThat(plan.cluster().agents())
                .allMatch(agent -> agent.serverUrl().orElse("").equals("https://vagrantbox-1:6443"));
        assertThat(plan.warnings()).isEmpty();
    }

    /** Its groups name no roles of K3S, as it makes machines only; the key's path is a template. */
    @Test
    void theInventoryOfVagrantboxWithARoleForEachHost() {
        site.file(".vagrant/machines/vagrantbox-1/virtualbox/private_key", "key")
                .file(".vagrant/machines/vagrantbox-2/virtualbox/private_key", "key")
                .file("inventory/hosts", """
                        vagrantbox-1 ansible_ssh_host=192.168.50.201 k3s_role=server
                        vagrantbox-2 ansible_ssh_host=192.168.50.202 k3s_role=agent
                        """)
                .file("inventory/group_vars/all/ansible.yml", """
                        ansible_user: vagrant
                        vagrant_provider: virtualbox
                        ansible_ssh_private_key_file: "{{inventory_dir}}/../.vagrant/machines/{{inventory_hostname}}/{{vagrant_provider}}/private_key"
                        """);

        Plan plan = plan("inventory");

        assertThat(names(plan.cluster().servers())).containsExactly("vagrantbox-1");
        assertThat(names(plan.cluster().agents())).containsExactly("vagrantbox-2");
        assertThat(Objects.requireNonNull(plan.connections().get(new Target("vagrantbox-2")))
                        .endpoint()
                        .login()
                        .keyFiles()
                        .toString())
                .contains(".vagrant/machines/vagrantbox-2/virtualbox/private_key");
    }
}
