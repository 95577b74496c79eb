package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hosts, groups and variables, as Ansible would see them. Immutable and thread-safe. */
public final class Inventory {
    private final GroupGraph graph;
    private final Map<String, Host> byName;
    private final List<Host> hosts;
    private final List<InputProblem> warnings;

    private Inventory(GroupGraph graph, Map<String, Host> byName, List<Host> hosts, List<InputProblem> warnings) {
        this.graph = graph;
        this.byName = byName;
        this.hosts = hosts;
        this.warnings = warnings;
    }

    /**
     * Reads an inventory.
     *
     * @param sources as for Ansible's {@code -i}, in their order; later ones win
     * @param extraVars as for Ansible's {@code -e}, in their order; later ones win
     * @throws InvalidInputException with all problems of all sources
     */
    public static Inventory load(List<String> sources, List<String> extraVars, InventoryOptions options) {
        Problems problems = new Problems();
        Vault vault = new Vault(options.vaultSecrets());
        TextFiles files = new TextFiles(options, vault, problems);
        Sources read = new Sources(options, files, problems);
        sources.forEach(read::add);
        GroupGraph graph = read.settled();
        Map<String, Given> extra = new ExtraVars(options, files, problems).read(extraVars);
        VarsFiles varsFiles = new VarsFiles(files, problems);
        VariablePrecedence precedence =
                new VariablePrecedence(graph, varsFiles, read.folders(), options.workingDirectory());
        MagicVariables magic = new MagicVariables(graph, options.workingDirectory());
        Map<String, HostVariables> variables = new LinkedHashMap<>();
        graph.hosts().forEach((name, host) -> variables.put(name, precedence.of(host, extra, magic)));
        problems.throwIfAny();
        return of(graph, new World(options, vault, variables), problems.warnings());
    }

    private static Inventory of(GroupGraph graph, World world, List<InputProblem> warnings) {
        Map<String, Host> byName = new LinkedHashMap<>();
        graph.hosts().forEach((name, host) -> {
            List<String> groups = host.groups().stream()
                    .map(group -> group.name)
                    .filter(group -> !group.equals(GroupGraph.ALL))
                    .sorted(PythonValues.TEXT_ORDER)
                    .toList();
            byName.put(name, new Host(world.host(name), groups, world));
        });
        List<Host> ordered = hosts(byName, graph.group(GroupGraph.ALL));
        return new Inventory(graph, byName, ordered, warnings);
    }

    private static List<Host> hosts(Map<String, Host> byName, GroupNode group) {
        List<Host> hosts = new ArrayList<>();
        for (HostNode node : group.allHosts()) {
            Host host = byName.get(node.name);
            if (host != null) {
                hosts.add(host);
            }
        }
        return List.copyOf(hosts);
    }

    /** In Ansible's order: those of {@code all} itself, then group by group, level by level. */
    public List<Host> hosts() {
        return hosts;
    }

    /** The hosts of a group and of its children; empty when there is no such group. */
    public List<Host> group(String name) {
        GroupNode group = graph.groups().get(name);
        if (group == null) {
            return List.of();
        }
        List<Host> members = new ArrayList<>(hosts(byName, group));
        members.retainAll(new java.util.HashSet<>(hosts));
        return List.copyOf(members);
    }

    /** The names of all groups in the order of the sources, {@code all} and {@code ungrouped} first. */
    public List<String> groups() {
        return List.copyOf(graph.groups().keySet());
    }

    /** What was ignored, as Ansible ignores it, and probably was not meant so. */
    public List<InputProblem> warnings() {
        return warnings;
    }
}
