package dev.k3sdeploy;

import dev.k3sdeploy.inventory.HostSource;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster that a program describes, in place of an inventory's file. All that an inventory can say can be said here:
 * its variables are the inventory's.
 *
 * <pre>{@code
 * Cluster cluster = Cluster.builder()
 *         .server("box-1", "192.168.50.201")
 *         .agent("box-2", "192.168.50.202")
 *         .user("vagrant")
 *         .key(Path.of("id_ed25519"))
 *         .variable("k3s_version", "v1.33.5+k3s1")
 *         .build();
 * }</pre>
 */
public final class ClusterBuilder {
    private static final String SERVERS = "k3s_server";
    private static final String AGENTS = "k3s_agent";

    private final Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private String name = "k3s";
    private ControlMachine here = ControlMachine.ofThisProcess();
    private ClusterOptions options = ClusterOptions.DEFAULTS;

    ClusterBuilder() {
        groups.put(SERVERS, List.of());
        groups.put(AGENTS, List.of());
    }

    /**
     * The cluster's name: that of context, cluster and user in the kubeconfig, and of machines that are made.
     *
     * @param clusterName {@code k3s} where it is not set
     * @return this
     */
    public ClusterBuilder name(String clusterName) {
        name = clusterName;
        return this;
    }

    /**
     * A server; the first one starts the cluster.
     *
     * @param host its name
     * @param address by which this machine and the other nodes reach it
     * @return this
     */
    public ClusterBuilder server(String host, String address) {
        return host(SERVERS, host, address);
    }

    /**
     * An agent.
     *
     * @param host its name
     * @param address by which this machine and the other nodes reach it
     * @return this
     */
    public ClusterBuilder agent(String host, String address) {
        return host(AGENTS, host, address);
    }

    private ClusterBuilder host(String group, String host, String address) {
        variable(host, "ansible_host", address);
        return inGroup(group, host);
    }

    /**
     * Puts a host into a group: {@code nfs_server}, or one of the caller's, for limits.
     *
     * @param group any name
     * @param host of the cluster, or one beside it
     * @return this
     */
    public ClusterBuilder inGroup(String group, String host) {
        hosts.computeIfAbsent(host, each -> new LinkedHashMap<>());
        groups.merge(group, List.of(host), ClusterBuilder::joined);
        return this;
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream())
                .distinct()
                .toList();
    }

    /**
     * Whom to log in as.
     *
     * @param login the user's name on all machines, who is root or becomes it by sudo
     * @return this
     */
    public ClusterBuilder user(String login) {
        return variable("ansible_user", login);
    }

    /**
     * The key to log in with.
     *
     * @param privateKey in OpenSSH's form or PuTTY's
     * @return this
     */
    public ClusterBuilder key(Path privateKey) {
        return variable(
                "ansible_ssh_private_key_file", privateKey.toAbsolutePath().toString());
    }

    /**
     * Where the kubeconfig and logs go.
     *
     * @param folder made when it is missing
     * @return this
     */
    public ClusterBuilder output(Path folder) {
        return variable("k3s_output_dir", folder.toAbsolutePath().toString());
    }

    /** As {@code machines: containers} in an inventory: {@link Cluster#up} makes containers of this machine.
     *
     * @return this
     */
    public ClusterBuilder containers() {
        return user("vagrant").variable("machines", "containers");
    }

    /**
     * A variable of all hosts.
     *
     * @param variable as an inventory has it; the README lists them
     * @param value see {@link Inventory#with}
     * @return this
     */
    public ClusterBuilder variable(String variable, Object value) {
        variables.put(variable, value);
        return this;
    }

    /**
     * A variable of one host, which wins over one of all hosts.
     *
     * @param host its name
     * @param variable as an inventory has it
     * @param value see {@link Inventory#with}
     * @return this
     */
    public ClusterBuilder variable(String host, String variable, Object value) {
        hosts.computeIfAbsent(host, each -> new LinkedHashMap<>()).put(variable, value);
        return this;
    }

    /**
     * How to work on the cluster.
     *
     * @param how {@link ClusterOptions#DEFAULTS} where it is not set
     * @return this
     */
    public ClusterBuilder options(ClusterOptions how) {
        options = how;
        return this;
    }

    /**
     * Whose folders, user and environment count.
     *
     * @param machine {@link ControlMachine#ofThisProcess} where it is not set
     * @return this
     */
    public ClusterBuilder on(ControlMachine machine) {
        here = machine;
        return this;
    }

    /**
     * What was described so far; the builder may go on with another one.
     *
     * @return the cluster; no machine was touched
     * @throws dev.k3sdeploy.problem.InvalidInputException with everything that is wrong in it
     */
    public Cluster build() {
        return Cluster.from(inventory(), here, options);
    }

    private Inventory inventory() {
        Map<String, Map<String, Object>> complete = new LinkedHashMap<>();
        hosts.forEach((host, own) -> {
            Map<String, Object> all = new LinkedHashMap<>(variables);
            all.put("k3s_cluster_name", name);
            all.putAll(own);
            complete.put(host, all);
        });
        HostSource source =
                new HostSource(here.workingDirectory().resolve(name), complete, Map.copyOf(groups), List.of());
        InventoryOptions reading =
                new InventoryOptions(here.workingDirectory(), here.home(), here.environment(), List.of());
        return Inventory.of(name, source, reading);
    }
}
