package dev.k3sdeploy.inventory;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A host while sources are being read. Changed only by {@link GroupGraph}. */
final class HostNode {
    final String name;
    final Map<String, Given> vars = new LinkedHashMap<>();
    /** The groups that list it, without their ancestors. */
    final Set<GroupNode> direct = new LinkedHashSet<>();

    HostNode(String name) {
        this.name = name;
    }

    /** Direct groups and their ancestors. */
    Set<GroupNode> groups() {
        Set<GroupNode> all = new LinkedHashSet<>(direct);
        all.addAll(GroupNode.reachable(direct, group -> group.parents));
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
