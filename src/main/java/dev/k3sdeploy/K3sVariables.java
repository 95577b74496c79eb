package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Location;
import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.inventory.PeerVariables;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names of all variables that begin with {@code k3s_}; any other such name is a misspelling. */
final class K3sVariables {
    static final String MODE = "k3s_mode";
    static final String CLUSTER_NAME = "k3s_cluster_name";
    static final String VERSION = "k3s_version";
    static final String CHANNEL = "k3s_channel";
    static final String CHANNEL_URL = "k3s_channel_url";
    static final String RELEASE_URL = "k3s_release_url";
    static final String OUTPUT_DIR = "k3s_output_dir";
    static final String NODE_IP = "k3s_node_ip";
    static final String FLANNEL_IFACE = "k3s_flannel_iface";
    static final String TRAEFIK_ENABLED = "k3s_traefik_enabled";
    static final String URL = "k3s_url";
    static final String TOKEN = "k3s_token";
    static final String DOCKER_MIRROR = "k3s_docker_mirror";
    static final String PACKAGES = "k3s_packages";
    static final String INSTALLER_OPTS = "k3s_installer_opts";
    static final String MASTER_EXTRA_OPTS = "k3s_master_extra_opts";
    static final String AGENT_EXTRA_OPTS = "k3s_agent_extra_opts";
    static final String CONFIG = "k3s_config";
    static final String NODE_CONFIG = "k3s_node_config";
    static final String ENV = "k3s_env";
    static final String REGISTRIES = "k3s_registries";
    static final String KUBELET_CONFIG = "k3s_kubelet_config";
    static final String NODE_LABELS = "k3s_node_labels";
    static final String NODE_TAINTS = "k3s_node_taints";
    static final String MANIFESTS = "k3s_manifests";
    static final String SERVER_CONFIG = "k3s_server_config";
    static final String AGENT_CONFIG = "k3s_agent_config";
    static final String API_ENDPOINT = "k3s_api_endpoint";
    static final String READY_TIMEOUT = "k3s_ready_timeout";
    static final String DATASTORE_ENDPOINT = "k3s_datastore_endpoint";
    static final List<String> DATASTORE_FILES =
            List.of("k3s_datastore_cafile", "k3s_datastore_certfile", "k3s_datastore_keyfile");
    static final String KUBE_VIP = "k3s_kube_vip";
    static final String DRAIN = "k3s_drain";
    static final String DRAIN_TIMEOUT = "k3s_drain_timeout";
    static final String UPGRADE_BATCH = "k3s_upgrade_batch";
    static final String MAX_UNREACHABLE = "k3s_max_unreachable";
    static final String AIRGAP_DIR = "k3s_airgap_dir";
    static final String SIMULATOR = "k3s_simulator";
    static final String SKIP_PREFLIGHT = "k3s_skip_preflight";
    static final String VERIFY_IMAGES = "k3s_verify_images";
    static final String ADDONS = "k3s_addons";
    static final String ADDON_VALUES = "k3s_addon_values";
    static final String DOMAIN = "k3s_domain";

    private static final SortedSet<String> ALL = new TreeSet<>(List.of(
            MODE,
            CLUSTER_NAME,
            VERSION,
            CHANNEL,
            CHANNEL_URL,
            RELEASE_URL,
            OUTPUT_DIR,
            NODE_IP,
            FLANNEL_IFACE,
            TRAEFIK_ENABLED,
            URL,
            TOKEN,
            DOCKER_MIRROR,
            PACKAGES,
            INSTALLER_OPTS,
            MASTER_EXTRA_OPTS,
            AGENT_EXTRA_OPTS,
            CONFIG,
            NODE_CONFIG,
            ENV,
            REGISTRIES,
            KUBELET_CONFIG,
            NODE_LABELS,
            NODE_TAINTS,
            MANIFESTS,
            SERVER_CONFIG,
            AGENT_CONFIG,
            API_ENDPOINT,
            READY_TIMEOUT,
            DATASTORE_ENDPOINT,
            "k3s_datastore_cafile",
            "k3s_datastore_certfile",
            "k3s_datastore_keyfile",
            KUBE_VIP,
            DRAIN,
            DRAIN_TIMEOUT,
            UPGRADE_BATCH,
            MAX_UNREACHABLE,
            AIRGAP_DIR,
            SIMULATOR,
            SKIP_PREFLIGHT,
            VERIFY_IMAGES,
            ADDONS,
            ADDON_VALUES,
            DOMAIN,
            // which hosts are servers and which agents: inventory.Roles
            "k3s_role",
            "k3s_control_node",
            "k3s_server_group",
            "k3s_agent_group"));

    private K3sVariables() {}

    /** In the order of their names. */
    static SortedSet<String> all() {
        return new TreeSet<>(ALL);
    }

    /**
     * A problem for each name that is neither ours nor of another role, with the nearest of ours. Asks for no value: a
     * variable that nobody reads may hold a template that cannot be rendered here.
     */
    static List<InputProblem> misspelt(Host host) {
        return host.names().stream()
                .filter(name -> name.startsWith("k3s_") && !ALL.contains(name) && !PeerVariables.isKnown(name))
                .map(name -> problem(name, host.place(name).orElseThrow()))
                .toList();
    }

    private static InputProblem problem(String name, Location where) {
        return new InputProblem(
                where.source(),
                where.line(),
                where.column(),
                Message.of("input.no-such-variable", name),
                Nearest.to(name, ALL)
                        .map(near -> Message.of("input.do-you-mean", near))
                        .orElse(Message.of("input.see-all")));
    }
}
