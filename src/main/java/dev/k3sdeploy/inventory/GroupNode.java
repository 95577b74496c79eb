package dev.k3sdeploy.inventory;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A group while sources are being read. Changed only by {@link GroupGraph}. */
final class GroupNode {
    final String name;
    final Map<String, Given> vars = new LinkedHashMap<>();
    final Set<HostNode> hosts = new LinkedHashSet<>();
    final Set<GroupNode> children = new LinkedHashSet<>();
    final Set<GroupNode> parents = new LinkedHashSet<>();
    int priority = 1;
    /** The longest way down from {@code all}; set when reading is over. */
    int depth;

    GroupNode(String name) {
        this.name = name;
    }

    Set<GroupNode> ancestors() {
        return reachable(List.of(this), group -> group.parents);
    }

    /** Level by level, as Ansible goes. */
    Set<GroupNode> descendants() {
        return reachable(List.of(this), group -> group.children);
    }

    /** Own hosts first, then those of the children level by level; each once. */
    Set<HostNode> allHosts() {
        Set<HostNode> all = new LinkedHashSet<>(hosts);
        descendants().forEach(group -> all.addAll(group.hosts));
        return all;
    }

    static Set<GroupNode> reachable(Collection<GroupNode> from, Function<GroupNode, Set<GroupNode>> step) {
        Set<GroupNode> seen = new LinkedHashSet<>();
        Deque<GroupNode> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (GroupNode next : step.apply(open.remove())) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    @Override
    public String toString() {
        return name;
    }
}
