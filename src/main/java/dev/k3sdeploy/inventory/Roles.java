package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which hosts are servers of the cluster and which are agents, found by the names that the inventories of K3S's Ansible
 * roles use for their groups. A host's variable «k3s_role» («server» or «agent») overrides, and so do
 * the variables {@code k3s_server_group} and {@code k3s_agent_group}, which name other groups.
 *
 * @param servers in the inventory's order; the first one starts the cluster
 * @param agents in the inventory's order; no host is in both
 */
public record Roles(List<Host> servers, List<Host> agents) {
    private static final List<String> SERVER_GROUPS =
            List.of("k3s_master", "k3s_masters", "k3s_server", "k3s_servers", "server", "servers", "master", "masters");
    private static final List<String> AGENT_GROUPS = List.of(
            "k3s_agent",
            "k3s_agents",
            "k3s_node",
            "k3s_nodes",
            "agent",
            "agents",
            "node",
            "nodes",
            "worker",
            "workers");

    /**
     * Finds the roles of the inventory's hosts; hosts without a role take no part in the cluster.
     *
     * @param inventory with its groups and {@code k3s_role}
     * @return at least one server
     * @throws InvalidInputException when no host is a server, when a host is both, or when a role is misspelt
     */
    public static Roles of(Inventory inventory) {
        Finder finder = new Finder(inventory);
        inventory.hosts().forEach(finder::place);
        return finder.roles();
    }

    /**
     * Those that the inventory gives a role; unlike {@link #of} it does not mind when no host is a server.
     *
     * @param inventory with its groups and {@code k3s_role}
     * @return maybe nobody
     */
    public static Roles declared(Inventory inventory) {
        Finder finder = new Finder(inventory);
        inventory.hosts().forEach(finder::place);
        return new Roles(List.copyOf(finder.servers), List.copyOf(finder.agents));
    }

    /** One search. */
    private static final class Finder {
        private final Inventory inventory;
        private final List<InputProblem> problems = new ArrayList<>();
        private final List<Host> servers = new ArrayList<>();
        private final List<Host> agents = new ArrayList<>();

        Finder(Inventory inventory) {
            this.inventory = inventory;
        }

        void place(Host host) {
            Optional<Variable> own = host.variable("k3s_role").filter(role -> role.value() != null);
            boolean server =
                    own.map(this::isServer).orElseGet(() -> inGroups(host, serverGroups(host)) || isControlNode(host));
            boolean agent = own.map(role -> !isServer(role)).orElseGet(() -> inGroups(host, agentGroups(host)));
            if (server && agent) {
                tell(
                        Location.of("host " + host.name()),
                        "it is in a group of servers and in one of agents: " + String.join(", ", host.groups()),
                        "take it out of one, or set k3s_role; a server runs pods too");
            } else if (server || agent) {
                (server ? servers : agents).add(host);
            }
        }

        private boolean isServer(Variable role) {
            String text = String.valueOf(role.value());
            if (!text.equals("server") && !text.equals("agent")) {
                tell(role.where(), "k3s_role is server or agent, not «" + text + "»", "");
            }
            return text.equals("server");
        }

        private static boolean inGroups(Host host, Set<String> groups) {
            return host.groups().stream().anyMatch(groups::contains);
        }

        private Set<String> serverGroups(Host host) {
            return groups(host, "k3s_server_group", SERVER_GROUPS);
        }

        private Set<String> agentGroups(Host host) {
            return groups(host, "k3s_agent_group", AGENT_GROUPS);
        }

        /** The group that a variable names, else those with the usual names. */
        private static Set<String> groups(Host host, String variable, List<String> usual) {
            return host.variable(PeerVariables.nameOf(variable, host))
                    .map(Variable::value)
                    .filter(group -> group instanceof String text && !text.isBlank())
                    .map(group -> Set.of((String) group))
                    .orElseGet(() -> new LinkedHashSet<>(usual));
        }

        /** PyratLabs' role has a host variable instead of a group. */
        private static boolean isControlNode(Host host) {
            return host.variable("k3s_control_node")
                    .map(variable -> Boolean.TRUE.equals(variable.value()))
                    .orElse(false);
        }

        private void tell(Location at, String message, String hint) {
            tell(at, Message.verbatim(message), Message.verbatim(hint));
        }

        private void tell(Location at, Message message, Message hint) {
            problems.add(new InputProblem(at.source(), at.line(), at.column(), message, hint));
        }

        Roles roles() {
            if (servers.isEmpty() && problems.isEmpty()) {
                tell(
                        Location.of("inventory"),
                        Message.of("input.no-server", String.join(", ", inventory.groups())),
                        Message.of("input.no-server.next"));
            }
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
            return new Roles(List.copyOf(servers), List.copyOf(agents));
        }
    }
}
