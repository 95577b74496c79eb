package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Nearest;
import dev.k3sdeploy.inventory.Variable;
import dev.k3sdeploy.problem.InputProblem;
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
    static final String READY_TIMEOUT = "k3s_ready_timeout";
    static final String API_ENDPOINT = "k3s_api_endpoint";
    static final String DATASTORE_ENDPOINT = "k3s_datastore_endpoint";
    static final String DRAIN = "k3s_drain";
    static final String DRAIN_TIMEOUT = "k3s_drain_timeout";
    static final String UPGRADE_BATCH = "k3s_upgrade_batch";
    static final String SIMULATOR = "k3s_simulator";

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
            READY_TIMEOUT,
            API_ENDPOINT,
            DATASTORE_ENDPOINT,
            DRAIN,
            DRAIN_TIMEOUT,
            UPGRADE_BATCH,
            SIMULATOR,
            // which hosts are servers and which agents: inventory.Roles
            "k3s_role",
            "k3s_control_node",
            "k3s_server_group",
            "k3s_agent_group"));

    private K3sVariables() {}

    /** A problem for each name that is not ours, with the nearest that is. */
    static List<InputProblem> misspelt(Host host) {
        return host.variables().values().stream()
                .filter(variable -> variable.name().startsWith("k3s_") && !ALL.contains(variable.name()))
                .map(K3sVariables::problem)
                .toList();
    }

    private static InputProblem problem(Variable variable) {
        return new InputProblem(
                variable.where().source(),
                variable.where().line(),
                variable.where().column(),
                "there is no variable " + variable.name(),
                Nearest.to(variable.name(), ALL)
                        .map(name -> "do you mean " + name + "?")
                        .orElse("see README.md for all"));
    }
}
