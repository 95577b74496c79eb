package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.Location;
import dev.k3sdeploy.inventory.PeerVariables;
import dev.k3sdeploy.inventory.Roles;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSettings;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.k3s.Rollout;
import dev.k3sdeploy.nfs.NfsServer;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** From an inventory to a plan, with everything that is wrong said at once and before any connection. */
final class PlanReader {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private final Inventory inventory;
    private final ControlMachine here;
    private final SshReader ssh;
    private final boolean madeByCaller;
    private final List<InputProblem> problems = new ArrayList<>();
    private final List<InputProblem> warnings = new ArrayList<>();

    /** Of all nodes, servers first, and then of other machines that serve the cluster. */
    private final List<HostValues> nodeValues = new ArrayList<>();

    /**
     * A reader for one inventory.
     *
     * @param options how machines are reached, and made
     */
    PlanReader(Inventory inventory, ControlMachine here, ClusterOptions options) {
        this.inventory = inventory;
        this.here = here;
        this.madeByCaller = options.machines().isPresent();
        this.ssh = new SshReader(here, options.ssh());
    }

    /** @throws InvalidInputException with all problems */
    Plan read() {
        Roles roles = roles();
        inventory.hosts().forEach(host -> problems.addAll(K3sVariables.misspelt(host)));
        warnings.addAll(PeerVariables.warnings(inventory));
        Map<Target, HostConnection> connections = new LinkedHashMap<>();
        List<NodeSpec> serverNodes = nodes(roles.servers(), Role.SERVER, connections);
        List<NodeSpec> agentNodes = nodes(roles.agents(), Role.AGENT, connections);
        if (serverNodes.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        Plan plan = plan(serverNodes, agentNodes, connections);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return plan;
    }

    private Roles roles() {
        try {
            return Roles.of(inventory);
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return new Roles(List.of(), inventory.hosts()); // so that their problems are found too
        }
    }

    private List<NodeSpec> nodes(List<Host> hosts, Role role, Map<Target, HostConnection> connections) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (Host host : hosts) {
            HostValues values = new HostValues(withoutFacts(host), problems);
            HostConnection connection = HostConnection.read(values, ssh);
            ConfigReader config = new ConfigReader(values, role);
            NodeSpec node =
                    NodeReader.read(values, role, connection, config).with(new SettingsReader(values, here).read());
            config.warnings().stream()
                    .filter(warning -> !warnings.contains(warning))
                    .forEach(warnings::add);
            checkAddress(values, connection, connections);
            nodeValues.add(values);
            connections.put(node.target(), connection);
            nodes.add(node);
        }
        return nodes;
    }

    /** techno-tim's sample asks the machine's facts for the node's address. K3S finds it by the NIC, and so do we. */
    private Host withoutFacts(Host host) {
        if (!host.asksForFacts(K3sVariables.NODE_IP)) {
            return host;
        }
        Location at = host.place(K3sVariables.NODE_IP).orElseThrow();
        InputProblem warning = new InputProblem(
                at.source(),
                at.line(),
                at.column(),
                K3sVariables.NODE_IP + " asks for facts, and none are gathered",
                "the address is found on the machine: that of k3s_flannel_iface, or the one of ansible_host");
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
        return host.with(K3sVariables.NODE_IP, "");
    }

    private void checkAddress(HostValues values, HostConnection connection, Map<Target, HostConnection> others) {
        for (Map.Entry<Target, HostConnection> other : others.entrySet()) {
            if (connection.samePlace(other.getValue())) {
                String where = connection.local()
                        ? "this machine"
                        : connection.endpoint().host() + ":"
                                + connection.endpoint().port();
                values.problem(
                        connection.local() ? "ansible_connection" : "ansible_host",
                        "leads to " + where + ", and so does host " + other.getKey(),
                        "each machine needs an address of its own");
            }
        }
    }

    /** The address in front of the servers; empty where it is just the first server's. */
    private static Optional<String> endpoint(HostValues first, NodeSpec server, HostConnection connection) {
        Set<String> own =
                new HashSet<>(List.of(connection.address(), server.target().name()));
        server.address().ifPresent(own::add);
        return first.parsed(K3sVariables.API_ENDPOINT, PlanReader::endpoint)
                .filter(endpoint -> !own.contains(ClusterSpec.host(endpoint)));
    }

    private Plan plan(List<NodeSpec> servers, List<NodeSpec> agents, Map<Target, HostConnection> connections) {
        HostValues first = nodeValues.get(0);
        String name = ClusterName.of(first, inventory, here);
        boolean local = first.text("ansible_connection").filter("local"::equals).isPresent();
        List<NfsServer> nfs = inventory.group(NfsReader.GROUP).stream()
                .map(host -> nfs(host, connections))
                .toList();
        MachinesReader machinesReader = new MachinesReader(first, nodeValues, here);
        Optional<MachineWish> machines = madeByCaller ? Optional.of(machinesReader.ofCaller()) : machinesReader.read();
        NodeSpec server = servers.get(0);
        Optional<String> endpoint = endpoint(first, server, Objects.requireNonNull(connections.get(server.target())));
        AddonReader addons = new AddonReader(first, server, nfs);
        ClusterSpec cluster = new ClusterSpec(
                name,
                complete(withManifests(servers, manifests(first, endpoint, addons)), servers, agents),
                complete(agents, servers, agents),
                local ? Optional.of("127.0.0.1") : server.address(),
                endpoint,
                datastore(first, servers),
                here.path(first.text(K3sVariables.OUTPUT_DIR).orElse(".k3s")).resolve("k3s.yaml"),
                first.parsed(K3sVariables.READY_TIMEOUT, PlanReader::seconds).orElse(READY_WITHIN),
                rollout(first));
        warnings.addAll(ssh.warnings());
        return new Plan(
                cluster,
                connections,
                ReleaseReader.read(
                        first,
                        machines.filter(MachineWish.Containers.class::isInstance)
                                .isPresent(),
                        here),
                machines,
                List.copyOf(warnings),
                skippedChecks(first),
                nfs,
                new CourseWish(VerifyImages.read(first, server), addons.addons()),
                first.parsed(K3sVariables.MAX_UNREACHABLE, MaxUnreachable::parse));
    }

    private NfsServer nfs(Host host, Map<Target, HostConnection> connections) {
        HostValues values = new HostValues(host, problems);
        if (!connections.containsKey(new Target(host.name()))) {
            nodeValues.add(values);
        }
        return NfsReader.read(
                values,
                connections.computeIfAbsent(new Target(host.name()), other -> HostConnection.read(values, ssh)));
    }

    /** What is in a file of the user's wins over ours of the same name. */
    private Map<String, String> manifests(HostValues first, Optional<String> endpoint, AddonReader addons) {
        Map<String, String> manifests = new ManifestReader(first, here).read();
        new KubeVipReader(first).manifest(endpoint).ifPresent(text -> manifests.putIfAbsent(KubeVipReader.NAME, text));
        addons.manifests().forEach(manifests::putIfAbsent);
        return manifests;
    }

    /** The first server's folder is enough: what it applies is the cluster's. */
    private static List<NodeSpec> withManifests(List<NodeSpec> servers, Map<String, String> manifests) {
        List<NodeSpec> all = new ArrayList<>(servers);
        NodeSettings settings = servers.get(0).settings();
        all.set(0, servers.get(0).with(settings.withManifests(new TreeMap<>(manifests))));
        return all;
    }

    private static List<NodeSpec> complete(List<NodeSpec> nodes, List<NodeSpec> servers, List<NodeSpec> agents) {
        ProxyExceptions exceptions = new ProxyExceptions(
                Stream.concat(servers.stream(), agents.stream()).toList());
        return nodes.stream().map(exceptions::complete).toList();
    }

    private static Set<String> skippedChecks(HostValues first) {
        Set<String> skipped = new LinkedHashSet<>();
        for (String names : first.list(K3sVariables.SKIP_PREFLIGHT, List.of())) {
            try {
                skipped.addAll(CheckNames.read(names));
            } catch (IllegalArgumentException e) {
                first.problem(K3sVariables.SKIP_PREFLIGHT, String.valueOf(e.getMessage()), "");
            }
        }
        return skipped;
    }

    private Optional<Secret> datastore(HostValues first, List<NodeSpec> servers) {
        Optional<Secret> url = first.parsed(K3sVariables.DATASTORE_ENDPOINT, PlanReader::datastoreUrl)
                .map(Secret::of);
        if (url.isPresent()
                && servers.stream().anyMatch(server -> server.token().isEmpty())) {
            first.problem(
                    K3sVariables.DATASTORE_ENDPOINT,
                    "is set, and " + K3sVariables.TOKEN + " is not set for all servers",
                    "servers that share a database need the same k3s_token; it encrypts what they keep there");
        }
        return url;
    }

    private static String datastoreUrl(String text) {
        if (!text.matches("[A-Za-z0-9_.:+/=@()?&%,~-]+")) {
            throw new IllegalArgumentException(
                    "is not the URL of a datastore, as postgres://user:password@host:5432/k3s");
        }
        return text;
    }

    private static Rollout rollout(HostValues first) {
        return new Rollout(
                first.bool(K3sVariables.DRAIN, Rollout.DEFAULTS.drain()),
                first.parsed(K3sVariables.DRAIN_TIMEOUT, PlanReader::seconds).orElse(Rollout.DEFAULTS.drainWithin()),
                first.parsed(K3sVariables.UPGRADE_BATCH, PlanReader::count).orElse(Rollout.DEFAULTS.agentsAtOnce()));
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("is «" + text + "», which is not a number of machines");
        }
        return Integer.parseInt(text);
    }

    /** As {@code host:port}; K3S's own port where none is given. */
    private static String endpoint(String text) {
        String given = text.replaceFirst("^https://", "").replaceFirst("/$", "");
        String bare = given.matches("[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") ? "[" + given + "]" : given;
        if (!bare.matches("([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?")) {
            throw new IllegalArgumentException(
                    "is «" + text + "», which is not an address, as 192.168.50.10 or k3s.example:6443");
        }
        return bare.matches(".*:\\d+") ? bare : bare + ":6443";
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("is «" + text + "», which is not a number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }
}
