package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.Roles;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From an inventory to a plan, with everything that is wrong said at once and before any connection. */
final class PlanReader {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private final Inventory inventory;
    private final String source;
    private final ControlMachine here;
    private final SshReader ssh;
    private final List<InputProblem> problems = new ArrayList<>();

    /**
     * A reader for one inventory.
     *
     * @param source the inventory as the user named it, for problems that belong to no line
     */
    PlanReader(Inventory inventory, String source, ControlMachine here, SshOptions options) {
        this.inventory = inventory;
        this.source = source;
        this.here = here;
        this.ssh = new SshReader(here, options);
    }

    /** @throws InvalidInputException with all problems */
    Plan read() {
        Roles roles = roles();
        inventory.hosts().forEach(host -> problems.addAll(misspelt(host)));
        Map<Target, HostConnection> connections = new LinkedHashMap<>();
        List<NodeSpec> serverNodes = nodes(roles.servers(), Role.SERVER, connections);
        List<NodeSpec> agentNodes = nodes(roles.agents(), Role.AGENT, connections);
        if (serverNodes.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        Plan plan = plan(new HostValues(roles.servers().get(0), problems), serverNodes, agentNodes, connections);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return plan;
    }

    private List<InputProblem> misspelt(Host host) {
        try {
            return K3sVariables.misspelt(host);
        } catch (InvalidInputException e) {
            return e.problems();
        }
    }

    private Roles roles() {
        try {
            Roles roles = Roles.of(inventory);
            if (roles.servers().size() > 1) {
                problem(
                        "has " + roles.servers().size() + " servers, and more than one is not supported yet",
                        "keep one host in k3s_master and move the others to k3s_agent");
            }
            return roles;
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return new Roles(List.of(), inventory.hosts()); // so that their problems are found too
        }
    }

    private List<NodeSpec> nodes(List<Host> hosts, Role role, Map<Target, HostConnection> connections) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (Host host : hosts) {
            HostValues values = new HostValues(host, problems);
            HostConnection connection = HostConnection.read(values, ssh);
            NodeSpec node = NodeReader.read(values, role, connection);
            checkAddress(values, connection, connections);
            connections.put(node.target(), connection);
            nodes.add(node);
        }
        return nodes;
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

    private Plan plan(
            HostValues first, List<NodeSpec> servers, List<NodeSpec> agents, Map<Target, HostConnection> connections) {
        String name = first.text(K3sVariables.CLUSTER_NAME).orElseGet(this::nameOfSource);
        boolean local = first.text("ansible_connection").filter("local"::equals).isPresent();
        Optional<Plan.ContainerWish> containers = containers(first, connections);
        ClusterSpec cluster = new ClusterSpec(
                name,
                servers,
                agents,
                local ? Optional.of("127.0.0.1") : servers.get(0).address(),
                here.path(first.text(K3sVariables.OUTPUT_DIR).orElse(".k3s")).resolve("k3s.yaml"),
                first.parsed(K3sVariables.READY_TIMEOUT, PlanReader::seconds).orElse(READY_WITHIN));
        return new Plan(
                cluster, connections, ReleaseReader.read(first, containers.isPresent()), containers, ssh.warnings());
    }

    private Optional<Plan.ContainerWish> containers(HostValues first, Map<Target, HostConnection> connections) {
        String kind = first.text("machines").orElse("none");
        if (kind.equals("none")) {
            return Optional.empty();
        }
        if (!kind.equals("containers")) {
            first.problem("machines", "is «" + kind + "», which is not supported", "use containers, or leave it out");
        }
        List<MachineSpec> machines = new ArrayList<>();
        connections.forEach((target, connection) -> {
            if (!connection.address().matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
                problem(
                        "makes " + target + " a container and gives it no IPv4 address",
                        "set ansible_host; the containers share one /24");
            }
            machines.add(new MachineSpec(target.name(), connection.address()));
        });
        return Optional.of(new Plan.ContainerWish(
                first.text("machines_engine").orElse("docker"),
                first.text("machines_image").orElse("k3sdeploy/lab-host:latest"),
                machines));
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("is «" + text + "», which is not a number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** {@code inventory/lab.yml} is «lab», {@code inventory/vagrantbox/} is «vagrantbox». */
    private String nameOfSource() {
        String name = source.replaceFirst("[/\\\\]+$", "")
                .replaceFirst(".*[/\\\\]", "")
                .replaceFirst("\\.[a-z]+$", "");
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") ? name : "k3s";
    }

    private void problem(String message, String hint) {
        problems.add(new InputProblem(source, 0, 0, "the inventory " + message, hint));
    }
}
