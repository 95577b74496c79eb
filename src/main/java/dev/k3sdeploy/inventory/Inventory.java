package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Hosts, groups and variables, as Ansible would see them. Immutable and thread-safe. */
public final class Inventory {
    private final Contents contents;
    private final List<Host> hosts;
    private final List<InputProblem> warnings;
    private final List<String> sources;

    private Inventory(Contents contents, List<Host> hosts, List<InputProblem> warnings, List<String> sources) {
        this.contents = contents;
        this.hosts = hosts;
        this.warnings = List.copyOf(warnings);
        this.sources = List.copyOf(sources);
    }

    private Inventory(Contents contents, List<InputProblem> warnings, List<String> sources) {
        this(contents, hosts(contents.byName(), contents.graph().group(GroupGraph.ALL)), warnings, sources);
    }

    /**
     * Reads one inventory as the command does: with the working directory, the home and the environment of this process.
     *
     * <pre>{@code
     * Inventory inventory = Inventory.load(Path.of("inventory/vagrantbox.yml"));
     * }</pre>
     *
     * @param source a file, or a folder of files with {@code group_vars} and {@code host_vars}
     * @return what it says
     * @throws InvalidInputException with all problems of it
     */
    public static Inventory load(Path source) {
        return load(List.of(source.toString()), List.of(), InventoryOptions.ofThisProcess());
    }

    /**
     * Reads an inventory.
     *
     * @param sources as for Ansible's {@code -i}, in their order; later ones win
     * @param extraVars as for Ansible's {@code -e}, in their order; later ones win
     * @param options what it is read with
     * @return what the sources say together
     * @throws InvalidInputException with all problems of all sources
     */
    public static Inventory load(List<String> sources, List<String> extraVars, InventoryOptions options) {
        return load(sources, extraVars, options, Map.of());
    }

    /**
     * Reads an inventory of which some sources are no files.
     *
     * @param sources as for Ansible's {@code -i}, in their order; later ones win
     * @param extraVars as for Ansible's {@code -e}, in their order; later ones win
     * @param options what it is read with
     * @param provided the hosts of such sources, by the name that {@code sources} has for them
     * @return what the sources say together
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
        VariablePrecedence precedence = new VariablePrecedence(
                graph, new VarsFiles(files, problems), read.folders(), options.workingDirectory());
        Contents contents = Contents.of(graph, precedence, extra, new World(options, vault, Map.of()));
        problems.throwIfAny();
        if (graph.hosts().isEmpty()) {
            problems.warn(Location.of(String.join(", ", sources)), "no host is named in it", "");
        }
        return new Inventory(contents, problems.warnings(), sources);
    }

    /**
     * An inventory of hosts that the caller knows. No file is read: {@code group_vars} and {@code host_vars} are looked
     * for nowhere.
     *
     * @param name stands for the source in messages
     * @param hosts with their variables and groups
     * @param options what templates in variables may ask about
     * @return the same as an inventory
     */
    public static Inventory of(String name, HostSource hosts, InventoryOptions options) {
        Problems problems = new Problems();
        Vault vault = new Vault(options.vaultSecrets());
        TextFiles files = new TextFiles(options, vault, problems);
        Sources read = new Sources(options, files, problems);
        read.add(hosts);
        GroupGraph graph = read.settled();
        VariablePrecedence precedence =
                new VariablePrecedence(graph, VarsFiles.none(files, problems), List.of(), options.workingDirectory());
        Contents contents = Contents.of(graph, precedence, Map.of(), new World(options, vault, Map.of()));
        problems.throwIfAny();
        return new Inventory(contents, problems.warnings(), List.of(name));
    }

    /**
     * The same inventory with variables above all others, as if they had been given with {@code -e}; templates see them.
     *
     * @param variables by name: texts, which may be templates, numbers, booleans, lists and mappings of these
     * @return another inventory
     * @throws InvalidInputException when a value is of another kind
     */
    public Inventory with(Map<String, ?> variables) {
        return new Inventory(
                        contents.with(GivenByProgram.of(variables, Location.of("variables of the program"))),
                        warnings,
                        sources)
                .keeping(hosts);
    }

    private Inventory keeping(List<Host> others) {
        Set<String> names = others.stream().map(Host::name).collect(Collectors.toSet());
        return new Inventory(
                contents,
                hosts.stream().filter(host -> names.contains(host.name())).toList(),
                warnings,
                sources);
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

    /** {@return the hosts in Ansible's order: those of {@code all} itself, then group by group, level by level} */
    public List<Host> hosts() {
        return hosts;
    }

    /**
     * The hosts of a group and of its children; empty when there is no such group.
     *
     * @param name a group's name, {@code all} too
     * @return in the inventory's order
     */
    public List<Host> group(String name) {
        GroupNode group = contents.graph().groups().get(name);
        if (group == null) {
            return List.of();
        }
        List<Host> members = new ArrayList<>(hosts(contents.byName(), group));
        members.retainAll(new HashSet<>(hosts));
        return List.copyOf(members);
    }

    /** {@return the names of all groups in the order of the sources, {@code all} and {@code ungrouped} first} */
    public List<String> groups() {
        return List.copyOf(contents.graph().groups().keySet());
    }

    /**
     * The same inventory with fewer hosts. Templates still see all of them, as in Ansible.
     *
     * @param pattern as for Ansible's {@code -l}: names, globs, {@code ~regex}, {@code a:b}, {@code a:&b}, {@code
     *     a:!b}, {@code g[0]}, {@code g[1:]}, {@code @file}
     * @return the hosts that match, in the inventory's order
     * @throws InvalidInputException when it matches nothing, or a part of it names nothing
     */
    public Inventory limit(String pattern) {
        Set<HostNode> selected =
                Limit.select(pattern, contents.graph(), contents.world().options());
        List<Host> left = hosts.stream()
                .filter(host -> selected.contains(contents.graph().hosts().get(host.name())))
                .toList();
        return new Inventory(contents, left, warnings, sources);
    }

    /**
     * The whole inventory, whatever the limit, in the forms of {@code ansible-inventory}.
     *
     * @return texts as that program prints them
     */
    public InventoryOutput output() {
        return new InventoryOutput(contents.graph(), contents.precedence(), contents.byName());
    }

    /**
     * What was ignored, as Ansible ignores it, and probably was not meant so.
     *
     * @return nothing that stops the work
     */
    public List<InputProblem> warnings() {
        return warnings;
    }

    /**
     * What it was read from, as the user named it.
     *
     * @return at least one
     */
    public List<String> sources() {
        return sources;
    }
}
