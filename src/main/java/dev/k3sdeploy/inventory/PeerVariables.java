package dev.k3sdeploy.inventory;

import static java.util.Map.entry;

import dev.k3sdeploy.problem.InputProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The variables of other Ansible roles for K3S (k3s-io/k3s-ansible, techno-tim's k3s-ansible, PyratLabs' role): which of
 * ours means the same, so that their inventories work as they are, and which of theirs we leave aside.
 */
public final class PeerVariables {
    /** By our name; only where value and meaning are the same. */
    private static final Map<String, List<String>> SAME = Map.ofEntries(
            entry("k3s_token", List.of("token", "k3s_control_token")),
            entry("k3s_flannel_iface", List.of("flannel_iface")),
            entry("k3s_cluster_name", List.of("cluster_context")),
            entry("k3s_api_endpoint", List.of("api_endpoint", "k3s_registration_address")),
            entry("k3s_master_extra_opts", List.of("extra_server_args")),
            entry("k3s_agent_extra_opts", List.of("extra_agent_args")),
            entry("k3s_server_config", List.of("server_config_yaml", "k3s_server")),
            entry("k3s_agent_config", List.of("agent_config_yaml", "k3s_agent")),
            entry("k3s_server_group", List.of("server_group", "group_name_master")),
            entry("k3s_agent_group", List.of("agent_group", "group_name_node")),
            entry("k3s_airgap_dir", List.of("airgap_dir")));

    /** Read by their own names, or of no consequence here: variables for their own templates, checks, sudo. */
    private static final Names SILENT = new Names(
            "",
            "k3s_release_version",
            "extra_args",
            "k3s_master_taint",
            "k3s_become",
            "k3s_become_for_*",
            "k3s_skip_*",
            "k3s_use_*",
            "k3s_debug",
            "k3s_build_cluster",
            "k3s_wait_ready",
            "k3s_server_wait_etcd_voters",
            "custom_registries_yaml",
            "proxmox_lxc_ct_ids",
            "proxmox_lxc_ssh_user");

    private static final List<Names> LEFT_ASIDE = List.of(
            new Names(
                    "K3S comes with flannel and ServiceLB; kube-vip is k3s_kube_vip; no MetalLB, Calico or Cilium is installed",
                    "apiserver_endpoint",
                    "kube_vip_*",
                    "metal_lb_*",
                    "calico_*",
                    "cilium_*",
                    "cluster_cidr"),
            new Names(
                    "of registries.yaml, k3s_docker_mirror is what can be set",
                    "registries_config_yaml",
                    "custom_registries"),
            new Names(
                    "the environment of service and installer is not set",
                    "extra_service_envs",
                    "extra_install_envs",
                    "k3s_service_env_vars",
                    "k3s_service_env_file",
                    "proxy_env"),
            new Names("k3s_airgap_dir names the folder that everything comes from", "k3s_airgap"),
            new Names(
                    "K3S's files go to their usual places",
                    "k3s_server_location",
                    "k3s_install_dir",
                    "k3s_install_hard_links",
                    "k3s_config_file",
                    "systemd_dir"),
            new Names("a mirror of K3S's releases is set by k3s_release_url", "k3s_github_url"),
            new Names(
                    "apply manifests with kubectl afterwards",
                    "extra_manifests",
                    "k3s_server_manifests_*",
                    "k3s_server_pod_manifests_*"),
            new Names(
                    "config.yaml is written from k3s_server_config and k3s_agent_config",
                    "k3s_server_config_yaml_d_files",
                    "k3s_agent_config_yaml_d_files"),
            new Names("the datastore is K3S's own", "use_external_database", "k3s_etcd_datastore"),
            new Names("the API server listens at 6443", "api_port"),
            new Names(
                    "the unit is the one of K3S's installer, enabled and started",
                    "k3s_service_requires",
                    "k3s_service_wants",
                    "k3s_service_before",
                    "k3s_service_after",
                    "k3s_start_on_boot",
                    "k3s_state"),
            new Names(
                    "the kubeconfig is brought to k3s_output_dir on this machine, and to nowhere else",
                    "user_kubectl",
                    "kubeconfig"),
            new Names(
                    "these settings of the machines are left as they are",
                    "system_timezone",
                    "manage_firewall",
                    "proxmox_lxc_configure"));

    /** What we do anyway. */
    private static final Map<String, String> OUR_WAY = Map.of(
            "k3s_server_location", "/var/lib/rancher/k3s",
            "k3s_install_dir", "/usr/local/bin",
            "k3s_config_file", "/etc/rancher/k3s/config.yaml",
            "systemd_dir", "/etc/systemd/system",
            "k3s_github_url", "https://github.com/k3s-io/k3s",
            "api_port", "6443",
            "k3s_start_on_boot", "True",
            "k3s_state", "installed");

    private PeerVariables() {}

    /**
     * {@return our name, or that of theirs which is set in its stead: the one to read}
     *
     * @param ours the variable's name in the docs
     * @param host the host that may have it
     */
    public static String nameOf(String ours, Host host) {
        if (isSet(host, ours)) {
            return ours;
        }
        return SAME.getOrDefault(ours, List.of()).stream()
                .filter(name -> isSet(host, name))
                .findFirst()
                .orElse(ours);
    }

    private static boolean isSet(Host host, String name) {
        Given given = host.raw().find(name);
        return given != null && given.raw() != null;
    }

    /**
     * {@return whether this is a name of theirs, understood or left aside, and so no misspelling of ours}
     *
     * @param name of a variable
     */
    public static boolean isKnown(String name) {
        return SAME.values().stream().anyMatch(names -> names.contains(name))
                || SILENT.matches(name)
                || LEFT_ASIDE.stream().anyMatch(names -> names.matches(name));
    }

    /**
     * {@return a warning for each matter of theirs that is left aside, with the variables that ask for it, at the first
     * place}
     *
     * @param inventory with variables of k3s-ansible or others
     */
    public static List<InputProblem> warnings(Inventory inventory) {
        List<InputProblem> warnings = new ArrayList<>();
        for (Names matter : LEFT_ASIDE) {
            SortedSet<String> names = new TreeSet<>();
            Location first = null;
            for (Host host : inventory.hosts()) {
                for (String name : matter.in(host.names())) {
                    Given given = Objects.requireNonNull(host.raw().find(name));
                    if (asksForMore(name, given.raw()) && names.add(name)) {
                        first = earlier(first, given.at());
                    }
                }
            }
            if (first != null) {
                warnings.add(new InputProblem(
                        first.source(),
                        first.line(),
                        first.column(),
                        String.join(", ", names) + (names.size() == 1 ? " is" : " are") + " not used",
                        matter.instead()));
            }
        }
        warnings.sort(InputProblem.IN_READING_ORDER);
        return warnings;
    }

    private static boolean asksForMore(String name, @Nullable Object value) {
        boolean nothing = value == null
                || value.equals(false)
                || value.equals("")
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        boolean switchedOff = nothing && !name.equals("k3s_start_on_boot");
        return !switchedOff && !PythonValues.text(value).equals(OUR_WAY.get(name));
    }

    private static Location earlier(@Nullable Location one, Location other) {
        if (one == null || (one.source().equals(other.source()) && other.line() < one.line())) {
            return other;
        }
        return one;
    }

    /** Variables of one matter; a star at a name's end stands for any rest. */
    private record Names(String instead, Set<String> exact, List<String> starts) {
        Names(String instead, String... names) {
            this(instead, new TreeSet<>(), new ArrayList<>());
            for (String name : names) {
                if (name.endsWith("*")) {
                    starts.add(name.substring(0, name.length() - 1));
                } else {
                    exact.add(name);
                }
            }
        }

        boolean matches(String name) {
            return exact.contains(name) || starts.stream().anyMatch(name::startsWith);
        }

        List<String> in(Collection<String> names) {
            return names.stream().filter(this::matches).toList();
        }
    }
}
