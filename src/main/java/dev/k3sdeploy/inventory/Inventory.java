package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hosts, groups and variables, as Ansible would see them. Immutable and thread-safe. */
public final class Inventory {
    private final Contents contents;
    private final List<Host> hosts;

    private Inventory(Contents contents, List<Host> hosts) {
        this.contents = contents;
        this.hosts = hosts;
    }

    /**
     * Reads an inventory.
     *
     * @param sources as for Ansible's {@code -i}, in their order; later ones win
     * @param extraVars as for Ansible's {@code -e}, in their order; later ones win
     * @throws InvalidInputException with all problems of all sources
     */
    public static Inventory load(List<String> sources, List<String> extraVars, InventoryOptions options) {
        return load(sources, extraVars, options, Map.of());
    }

    /**
     * Reads an inventory of which some sources are no files.
     *
     * @param provided the hosts of such sources, by the name that {@code sources} has for them
     * @throws InvalidInputException with all problems of all sources
     */
    public static Inventory load(
            List<String> sources, List<String> extraVars, InventoryOptions options, Map<String, HostSource> provided) {
        Problems problems = new Problems();
        Vault vault = new Vault(options.vaultSecrets());
        TextFiles files = new TextFiles(options, vault, problems);
        Sources read = new Sources(options, files, problems);
        for (String source : sources) {
            HostSource hosts = provided.get(source);
            if (hosts == null) {
                read.add(source);
            } else {
                read.add(hosts);
            }
        }
        GroupGraph graph = read.settled();
        Map<String, Given> extra = new ExtraVars(options, files, problems).read(extraVars);
        VarsFiles varsFiles = new VarsFiles(files, problems);
        VariablePrecedence precedence =
                new VariablePrecedence(graph, varsFiles, read.folders(), options.workingDirectory());
        MagicVariables magic = new MagicVariables(graph, options.workingDirectory());
        Map<String, HostVariables> variables = new LinkedHashMap<>();
        graph.hosts().forEach((name, host) -> variables.put(name, precedence.of(host, extra, magic)));
        problems.throwIfAny();
        if (graph.hosts().isEmpty()) {
            problems.warn(Location.of(String.join(", ", sources)), "no host is named in it", "");
        }
        return of(graph, precedence, new World(options, vault, variables), problems.warnings());
    }

    private static Inventory of(
            GroupGraph graph, VariablePrecedence precedence, World world, List<InputProblem> warnings) {
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
        return new Inventory(new Contents(graph, precedence, byName, world, warnings), ordered);
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
        GroupNode group = contents.graph.groups().get(name);
        if (group == null) {
            return List.of();
        }
        List<Host> members = new ArrayList<>(hosts(contents.byName, group));
        members.retainAll(new HashSet<>(hosts));
        return List.copyOf(members);
    }

    /** The names of all groups in the order of the sources, {@code all} and {@code ungrouped} first. */
    public List<String> groups() {
        return List.copyOf(contents.graph.groups().keySet());
    }

    /**
     * The same inventory with fewer hosts. Templates still see all of them, as in Ansible.
     *
     * @param pattern as for Ansible's {@code -l}: names, globs, {@code ~regex}, {@code a:b}, {@code a:&b}, {@code a:!b},
     *     {@code g[0]}, {@code g[1:]}, {@code @file}
     * @throws InvalidInputException when it matches nothing, or a part of it names nothing
     */
    public Inventory limit(String pattern) {
        Set<HostNode> selected = Limit.select(pattern, contents.graph, contents.world.options());
        List<Host> left = hosts.stream()
                .filter(host -> selected.contains(contents.graph.hosts().get(host.name())))
                .toList();
        return new Inventory(contents, left);
    }

    /** The whole inventory, whatever the limit, in the forms of {@code ansible-inventory}. */
    public InventoryOutput output() {
        return new InventoryOutput(contents.graph, contents.precedence, contents.byName);
    }

    /** What was ignored, as Ansible ignores it, and probably was not meant so. */
    public List<InputProblem> warnings() {
        return contents.warnings;
    }

    /** What the sources said, whatever the limit. */
    private record Contents(
            GroupGraph graph,
            VariablePrecedence precedence,
            Map<String, Host> byName,
            World world,
            List<InputProblem> warnings) {}
}
