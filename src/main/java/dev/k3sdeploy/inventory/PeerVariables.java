package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables of other Ansible roles for K3S (k3s-io/k3s-ansible, techno-tim's k3s-ansible, PyratLabs' role): which of
 * ours means the same, so that their inventories work as they are, and which of theirs we leave aside.
 */
public final class PeerVariables {
    /** By our name; only where value and meaning are the same. */
    private static final Map<String, List<String>> SAME = Map.of(
            "k3s_token", List.of("token", "k3s_control_token"),
            "k3s_version", List.of("k3s_release_version"),
            "k3s_flannel_iface", List.of("flannel_iface"),
            "k3s_master_extra_opts", List.of("extra_server_args"),
            "k3s_server_group", List.of("server_group", "group_name_master"),
            "k3s_agent_group", List.of("agent_group", "group_name_node"));

    /** What they are for, for the warning. */
    private static final Map<String, Set<String>> LEFT_ASIDE = Map.of(
            "a file of K3S's own configuration; k3s_master_extra_opts takes the same as arguments",
                    Set.of(
                            "server_config_yaml",
                            "agent_config_yaml",
                            "k3s_server",
                            "k3s_agent",
                            "k3s_config_file",
                            "k3s_server_config_yaml_d_files",
                            "k3s_agent_config_yaml_d_files"),
            "arguments for agents only; k3s_installer_opts in the agents' group does the same",
                    Set.of("extra_agent_args", "extra_args"),
            "the address of the API server; the first server's is used",
                    Set.of("api_endpoint", "api_port", "apiserver_endpoint", "k3s_registration_address"),
            "registries beyond k3s_docker_mirror",
                    Set.of("registries_config_yaml", "custom_registries", "custom_registries_yaml", "k3s_registries"),
            "environment of service or installer",
                    Set.of(
                            "extra_service_envs",
                            "extra_install_envs",
                            "k3s_service_env_vars",
                            "k3s_service_env_file",
                            "proxy_env"),
            "installation without network; a cached release needs none",
                    Set.of(
                            "airgap_dir",
                            "k3s_airgap",
                            "k3s_server_location",
                            "k3s_install_dir",
                            "k3s_github_url",
                            "systemd_dir"),
            "manifests to apply; kubectl apply does it afterwards",
                    Set.of("extra_manifests", "k3s_server_manifests_urls", "k3s_server_manifests_templates"),
            "another datastore than SQLite or embedded etcd", Set.of("use_external_database", "k3s_etcd_datastore"),
            "another network than flannel, or a virtual address",
                    Set.of(
                            "calico_iface",
                            "calico_tag",
                            "cilium_iface",
                            "cilium_mode",
                            "kube_vip_iface",
                            "kube_vip_tag_version",
                            "kube_vip_arp",
                            "kube_vip_bgp",
                            "metal_lb_type",
                            "metal_lb_mode",
                            "metal_lb_ip_range",
                            "metal_lb_speaker_tag_version",
                            "metal_lb_controller_tag_version",
                            "cluster_cidr"),
            "a setting of that role alone",
                    Set.of(
                            "user_kubectl",
                            "cluster_context",
                            "kubeconfig",
                            "k3s_state",
                            "k3s_become",
                            "k3s_build_cluster",
                            "k3s_skip_validation",
                            "k3s_skip_env_checks",
                            "k3s_skip_post_checks",
                            "k3s_start_on_boot",
                            "k3s_use_unsupported_config",
                            "k3s_debug",
                            "k3s_master_taint",
                            "system_timezone",
                            "manage_firewall",
                            "proxmox_lxc_configure",
                            "proxmox_lxc_ct_ids",
                            "proxmox_lxc_ssh_user",
                            "k3s_install_hard_links"));

    private PeerVariables() {}

    /** Our variable or, where it is not set, the first that is set of those that mean the same. */
    public static Optional<Variable> find(Host host, String ours) {
        List<String> names = new ArrayList<>(List.of(ours));
        names.addAll(SAME.getOrDefault(ours, List.of()));
        return names.stream()
                .map(host::variable)
                .flatMap(Optional::stream)
                .filter(variable -> variable.value() != null)
                .findFirst();
    }

    /** The names that mean the same as this one of ours, in the order in which they are tried. */
    public static List<String> sameAs(String ours) {
        return SAME.getOrDefault(ours, List.of());
    }

    /** Whether this is a name of theirs, understood or left aside, and so no misspelling of ours. */
    public static boolean isKnown(String name) {
        return SAME.values().stream().anyMatch(names -> names.contains(name))
                || LEFT_ASIDE.values().stream().anyMatch(names -> names.contains(name));
    }

    /** A warning for each variable of theirs that is set and left aside, once, at its first place. */
    public static List<InputProblem> warnings(Inventory inventory) {
        Map<String, InputProblem> warnings = new TreeMap<>();
        for (Host host : inventory.hosts()) {
            LEFT_ASIDE.forEach((purpose, names) -> names.forEach(name -> {
                Given given = warnings.containsKey(name) ? null : host.raw().find(name);
                if (given != null) {
                    warnings.put(name, warning(name, purpose, given.at()));
                }
            }));
        }
        return List.copyOf(warnings.values());
    }

    private static InputProblem warning(String name, String purpose, Location at) {
        return new InputProblem(
                at.source(), at.line(), at.column(), name + " of another role for K3S is not used", purpose);
    }
}
