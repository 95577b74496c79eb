package dev.k3sdeploy.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sources of an inventory said, whatever the limit.
 *
 * @param extra the variables above all others
 */
record Contents(
        GroupGraph graph,
        VariablePrecedence precedence,
        Map<String, Given> extra,
        Map<String, Host> byName,
        World world) {

    /** @param empty a world without hosts */
    static Contents of(GroupGraph graph, VariablePrecedence precedence, Map<String, Given> extra, World empty) {
        MagicVariables magic = new MagicVariables(graph, empty.options().workingDirectory());
        Map<String, HostVariables> variables = new LinkedHashMap<>();
        graph.hosts().forEach((name, host) -> variables.put(name, precedence.of(host, extra, magic)));
        World world = new World(empty.options(), empty.vault(), variables);
        Map<String, Host> byName = new LinkedHashMap<>();
        graph.hosts().forEach((name, host) -> byName.put(name, new Host(world.host(name), groups(host), world)));
        return new Contents(graph, precedence, extra, byName, world);
    }

    private static List<String> groups(HostNode host) {
        return host.groups().stream()
                .map(group -> group.name)
                .filter(group -> !group.equals(GroupGraph.ALL))
                .sorted(PythonValues.TEXT_ORDER)
                .toList();
    }

    /** The same with more variables above all others. */
    Contents with(Map<String, Given> more) {
        Map<String, Given> all = new LinkedHashMap<>(extra);
        all.putAll(more);
        return of(graph, precedence, all, world);
    }
}
