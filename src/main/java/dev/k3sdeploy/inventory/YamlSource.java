package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.GroupGraph.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inventory in Ansible's YAML form: groups with {@code hosts}, {@code vars} and {@code children}, nested at will. */
final class YamlSource {
    private final GroupGraph graph;
    private final Origin origin;
    private final Problems problems;

    YamlSource(GroupGraph graph, Origin origin, Problems problems) {
        this.graph = graph;
        this.origin = origin;
        this.problems = problems;
    }

    void read(Tree.Entries document) {
        document.entries().forEach((name, entry) -> group(name, entry));
    }

    private @Nullable GroupNode group(@Nullable Object key, Tree.Entry entry) {
        if (!(key instanceof String name) || name.isEmpty()) {
            problems.error(
                    entry.keyAt(),
                    "a group's name must be text, not «" + PythonValues.text(key) + "»",
                    "put it in quotes");
            return null;
        }
        Tree value = entry.value();
        if (value instanceof Tree.Entries content) {
            GroupNode group = graph.addGroup(name);
            content.entries().forEach((section, part) -> section(group, section, part));
            return group;
        }
        if (isNothing(value)) {
            return graph.addGroup(name);
        }
        problems.warn(
                value.at(),
                "«" + name + "» is no group: " + value.kind() + " is ignored here",
                "a group is a mapping of hosts, vars and children");
        return graph.groups().get(name);
    }

    private void section(Section section, GroupNode group, Tree.Entry part) {
        switch (section) {
            case HOSTS -> entries(section, part).forEach((name, entry) -> hosts(group, name, entry));
            case VARS ->
                entries(section, part)
                        .forEach((name, entry) -> graph.set(
                                group.name,
                                VariableName.of(name),
                                new Given(entry.value().plain(), entry.keyAt())));
            case CHILDREN -> entries(section, part).forEach((name, entry) -> child(group, name, entry));
        }
    }

    private void section(GroupNode group, @Nullable Object key, Tree.Entry part) {
        for (Section section : Section.values()) {
            if (section.key().equals(key)) {
                section(section, group, part);
                return;
            }
        }
        problems.warn(
                part.keyAt(),
                "«" + PythonValues.text(key) + "» in group «" + group.name + "» is ignored",
                "a group has hosts, vars and children");
    }

    /** A single text stands for a mapping with that key; nothing for an empty one. */
    private Map<@Nullable Object, Tree.Entry> entries(Section section, Tree.Entry part) {
        Tree value = part.value();
        if (value instanceof Tree.Entries map) {
            return map.entries();
        }
        if (value instanceof Tree.Leaf leaf && leaf.plain() instanceof String text) {
            return Map.of(text, new Tree.Entry(leaf.at(), new Tree.Leaf(null, leaf.at())));
        }
        if (!isNothing(value)) {
            problems.error(
                    value.at(),
                    "«" + section.key() + "» must be a mapping, not " + value.kind(),
                    "write each entry as «name:», without a dash");
        }
        return Map.of();
    }

    private void child(GroupNode parent, @Nullable Object name, Tree.Entry entry) {
        GroupNode child = group(name, entry);
        if (child != null) {
            graph.addChild(parent, child, entry.keyAt());
        }
    }

    private void hosts(GroupNode group, @Nullable Object key, Tree.Entry entry) {
        if (!(key instanceof String pattern) || pattern.isEmpty()) {
            problems.error(
                    entry.keyAt(),
                    "a host's name must be text, not «" + PythonValues.text(key) + "»",
                    "put it in quotes: a number or an address may read as something else");
            return;
        }
        HostAddress address = HostAddress.parse(pattern);
        for (String name : unfold(address.name(), pattern, entry.keyAt())) {
            graph.addHost(name, group, address.port(), origin.at(entry.keyAt()));
            variables(name, entry.value());
        }
    }

    private List<String> unfold(String name, String pattern, Location at) {
        try {
            return HostRange.unfold(name);
        } catch (HostRange.BadRange e) {
            problems.error(at, "the range in «" + pattern + "» cannot be read: " + e.getMessage(), "");
            return List.of();
        }
    }

    private void variables(String host, Tree value) {
        if (value instanceof Tree.Entries map) {
            map.entries()
                    .forEach((name, entry) -> graph.set(
                            host, VariableName.of(name), new Given(entry.value().plain(), entry.keyAt())));
        } else if (!VarsFiles.isEmpty(value)) {
            problems.error(
                    value.at(),
                    "a host's variables must be a mapping, not " + value.kind(),
                    "write «name: value» below");
        }
    }

    private static boolean isNothing(Tree value) {
        return value instanceof Tree.Leaf leaf && leaf.plain() == null;
    }

    /** What a group may hold. */
    private enum Section {
        HOSTS,
        VARS,
        CHILDREN;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
