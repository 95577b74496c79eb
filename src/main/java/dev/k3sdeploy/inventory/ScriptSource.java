package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON of a dynamic inventory: groups with lists of hosts, and the hosts' variables in {@code _meta}. */
final class ScriptSource {
    private final GroupGraph graph;
    private final Origin origin;
    private final Problems problems;
    private final Set<String> hosts = new LinkedHashSet<>();

    ScriptSource(GroupGraph graph, Origin origin, Problems problems) {
        this.graph = graph;
        this.origin = origin;
        this.problems = problems;
    }

    /**
     * Reads the answer to {@code --list}.
     *
     * @param hostAnswer the answer to {@code --host NAME}, asked only where there is no {@code _meta}; null when it failed
     */
    void read(Tree.Entries answer, Function<String, @Nullable Tree> hostAnswer) {
        Tree.Entries meta = null;
        for (Map.Entry<@Nullable Object, Tree.Entry> part : answer.entries().entrySet()) {
            if (!"_meta".equals(part.getKey())) {
                group(String.valueOf(part.getKey()), part.getValue());
            } else if (entries(part.getValue(), "hostvars") instanceof Tree.Entries found) {
                meta = found;
            }
        }
        for (String host : hosts) {
            Tree own = meta == null ? hostAnswer.apply(host) : ofHost(meta, host);
            if (own != null) {
                set(host, own);
            }
        }
    }

    private static @Nullable Tree entries(Tree.Entry part, String key) {
        if (part.value() instanceof Tree.Entries map) {
            Tree.Entry found = map.entries().get(key);
            return found == null ? null : found.value();
        }
        return null;
    }

    private static @Nullable Tree ofHost(Tree.Entries meta, String host) {
        Tree.Entry found = meta.entries().get(host);
        return found == null ? null : found.value();
    }

    private void group(String name, Tree.Entry part) {
        GroupNode group = graph.addGroup(name);
        Tree content = part.value();
        if (!(content instanceof Tree.Entries map)) {
            hosts(group, content);
            return;
        }
        boolean sections = List.of("hosts", "vars", "children").stream().anyMatch(map.entries()::containsKey);
        if (!sections) {
            addHost(group, name, content.at());
            set(name, content);
            return;
        }
        Tree listed = entries(part, "hosts");
        if (listed != null) {
            hosts(group, listed);
        }
        Tree vars = entries(part, "vars");
        if (vars != null) {
            set(name, vars);
        }
        if (entries(part, "children") instanceof Tree.Items children) {
            children.items().forEach(child -> graph.addChild(group, graph.addGroup(text(child)), child.at()));
        }
    }

    private void hosts(GroupNode group, Tree listed) {
        if (listed instanceof Tree.Items list) {
            list.items().forEach(host -> addHost(group, text(host), host.at()));
        } else {
            problems.error(
                    listed.at(), "the hosts of group «" + group.name + "» must be a list, not " + listed.kind(), "");
        }
    }

    private void addHost(GroupNode group, String name, Location at) {
        hosts.add(name);
        graph.addHost(name, group, null, origin.at(at));
    }

    private void set(String groupOrHost, Tree variables) {
        if (variables instanceof Tree.Entries map) {
            map.entries()
                    .forEach((name, entry) -> graph.set(
                            groupOrHost,
                            VariableName.of(name),
                            new Given(entry.value().plain(), entry.keyAt())));
        } else if (!VarsFiles.isEmpty(variables)) {
            problems.error(
                    variables.at(),
                    "the variables of «" + groupOrHost + "» must be a mapping, not " + variables.kind(),
                    "");
        }
    }

    private static String text(Tree name) {
        return VariableName.of(name.plain());
    }
}
