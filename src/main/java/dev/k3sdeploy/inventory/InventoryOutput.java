package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An inventory in the forms of {@code ansible-inventory}, so that the two can be compared. As there, values are shown as they
 * were written: templates unrendered, vault text encrypted.
 */
public final class InventoryOutput {
    private static final Set<String> INTERNAL = Set.of(
            "inventory_dir",
            "inventory_file",
            "inventory_hostname",
            "inventory_hostname_short",
            "groups",
            "group_names",
            "omit",
            "playbook_dir",
            "ansible_diff_mode",
            "ansible_config_file",
            "ansible_facts",
            "ansible_forks",
            "ansible_inventory_sources",
            "ansible_limit",
            "ansible_playbook_python",
            "ansible_run_tags",
            "ansible_skip_tags",
            "ansible_verbosity",
            "ansible_version");

    private final GroupGraph graph;
    private final VariablePrecedence precedence;
    private final Map<String, Host> hosts;

    InventoryOutput(GroupGraph graph, VariablePrecedence precedence, Map<String, Host> hosts) {
        this.graph = graph;
        this.precedence = precedence;
        this.hosts = hosts;
    }

    /**
     * {@code --list}: JSON with sorted keys.
     *
     * @return {@code --list}: groups, hosts and {@code _meta}
     */
    public String listAsJson() {
        return JsonText.indented(list());
    }

    /**
     * {@code --list --yaml}.
     *
     * @return the same in YAML
     */
    public String listAsYaml() {
        return YamlText.of(yaml(graph.group(GroupGraph.ALL), new HashSet<>()));
    }

    /**
     * {@code --host NAME}: the host's variables as JSON.
     *
     * @param name of a host
     * @return an object with sorted keys
     * @throws InvalidInputException when there is no such host
     */
    public String hostAsJson(String name) {
        return JsonText.indented(variables(host(name)));
    }

    /**
     * {@code --host NAME --yaml}.
     *
     * @param name of a host
     * @return a mapping with sorted keys
     * @throws InvalidInputException when there is no such host
     */
    public String hostAsYaml(String name) {
        return YamlText.of(variables(host(name)));
    }

    /**
     * {@code --graph [GROUP] [--vars]}.
     *
     * @param group where it begins; {@code all} for the whole
     * @param withVariables whether variables are listed under their groups and hosts
     * @return one line for each group, host and variable
     * @throws InvalidInputException when there is no such group
     */
    public String graph(String group, boolean withVariables) {
        GroupNode start = graph.groups().get(group);
        if (start == null) {
            throw InvalidInputException.of(
                    group,
                    "there is no such group",
                    "the groups: " + String.join(", ", graph.groups().keySet()));
        }
        return String.join("\n", new Drawing(withVariables).of(start, 0));
    }

    private Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            String hint = Nearest.to(name, hosts.keySet())
                    .map(near -> "did you mean «" + near + "»?")
                    .orElse("");
            throw InvalidInputException.of(name, "there is no such host", hint);
        }
        return host;
    }

    private Map<String, Object> list() {
        Map<String, Object> groups = new LinkedHashMap<>();
        addGroup(groups, graph.group(GroupGraph.ALL), new HashSet<>());
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Host host : hosts.values()) {
            Map<String, @Nullable Object> own = variables(host);
            if (!own.isEmpty()) {
                variables.put(host.name(), own);
            }
        }
        groups.put("_meta", Map.of("hostvars", variables));
        return groups;
    }

    private void addGroup(Map<String, Object> into, GroupNode group, Set<GroupNode> seen) {
        Map<String, Object> content = new LinkedHashMap<>();
        List<String> names = members(group);
        if (!names.isEmpty()) {
            content.put("hosts", names);
        }
        List<String> children = new ArrayList<>();
        for (GroupNode child : group.children) {
            children.add(child.name);
            if (seen.add(child)) {
                addGroup(into, child, seen);
            }
        }
        if (!children.isEmpty()) {
            content.put("children", children);
        }
        if (!content.isEmpty()) {
            into.put(group.name, content);
        }
    }

    private static List<String> members(GroupNode group) {
        return group.name.equals(GroupGraph.ALL)
                ? List.of()
                : group.hosts.stream().map(host -> host.name).toList();
    }

    private Map<String, Object> yaml(GroupNode group, Set<String> seen) {
        Map<String, Object> children = new LinkedHashMap<>();
        group.children.forEach(child -> children.putAll(yaml(child, seen)));
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : members(group)) {
            members.put(name, seen.add(name) ? variables(host(name)) : Map.of());
        }
        Map<String, Object> content = new LinkedHashMap<>();
        if (!children.isEmpty()) {
            content.put("children", children);
        }
        if (!members.isEmpty()) {
            content.put("hosts", members);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put(group.name, content);
        return named;
    }

    private static Map<String, @Nullable Object> variables(Host host) {
        return shown(host.raw().all());
    }

    private static Map<String, @Nullable Object> shown(Map<String, Given> all) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        all.forEach((name, given) -> shown.put(name, given.raw()));
        shown.keySet().removeAll(INTERNAL);
        return shown;
    }

    /** The tree of {@code --graph}. */
    private final class Drawing {
        private final boolean withVariables;

        Drawing(boolean withVariables) {
            this.withVariables = withVariables;
        }

        List<String> of(GroupNode group, int depth) {
            List<String> lines = new ArrayList<>();
            lines.add(line("@" + group.name + ":", depth));
            group.children.forEach(child -> lines.addAll(of(child, depth + 1)));
            for (String name : members(group)) {
                lines.add(line(name, depth + 1));
                addVariables(lines, variables(host(name)), depth + 2);
            }
            Map<String, @Nullable Object> own = shown(precedence.of(group));
            if (group.priority != 1) {
                own.put("ansible_group_priority", group.priority);
            }
            addVariables(lines, own, depth + 1);
            return lines;
        }

        private void addVariables(List<String> lines, Map<String, @Nullable Object> variables, int depth) {
            if (withVariables) {
                Map<String, @Nullable Object> sorted = new TreeMap<>(PythonValues.TEXT_ORDER);
                sorted.putAll(variables);
                sorted.forEach(
                        (name, value) -> lines.add(line("{" + name + " = " + PythonValues.text(value) + "}", depth)));
            }
        }

        private static String line(String text, int depth) {
            return depth == 0 ? text : "  |".repeat(depth) + "--" + text;
        }
    }
}
