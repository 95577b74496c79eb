package dev.k3sdeploy.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A host while sources are being read. Changed only by {@link GroupGraph}. */
final class HostNode {
    final String name;
    final Map<String, Given> vars = new LinkedHashMap<>();
    /** The groups that list it, without their ancestors. */
    final Set<GroupNode> direct = new LinkedHashSet<>(4);

    private Set<GroupNode> groups = Set.of();

    HostNode(String name) {
        this.name = name;
    }

    /** Direct groups and their ancestors, once {@link #settle} was called; hosts in the same groups share them. */
    Set<GroupNode> groups() {
        return groups;
    }

    void settle(Map<Set<GroupNode>, Set<GroupNode>> known) {
        groups = known.computeIfAbsent(new LinkedHashSet<>(direct), HostNode::withAncestors);
    }

    private static Set<GroupNode> withAncestors(Set<GroupNode> direct) {
        Set<GroupNode> all = new LinkedHashSet<>(direct);
        all.addAll(GroupNode.reachable(direct, group -> group.parents));
        return Collections.unmodifiableSet(all);
    }

    @Override
    public String toString() {
        return name;
    }
}
