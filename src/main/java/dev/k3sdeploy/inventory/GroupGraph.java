package dev.k3sdeploy.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hosts and groups as the sources name them, one after the other; {@link #settle} then applies Ansible's rules: every group
 * descends from {@code all}, and {@code ungrouped} holds the hosts of no other group.
 *
 * <p>A trap kept from Ansible: where a host and a group share a name, what is set on the name is set on the group.
 */
final class GroupGraph {
    static final String ALL = "all";
    static final String UNGROUPED = "ungrouped";
    private static final int MOST_HOSTS = 1_000_000;

    private final Map<String, GroupNode> groups = new LinkedHashMap<>();
    private final Map<String, HostNode> hosts = new LinkedHashMap<>();
    private final Problems problems;

    GroupGraph(Problems problems) {
        this.problems = problems;
        link(addGroup(ALL), addGroup(UNGROUPED));
    }

    Map<String, GroupNode> groups() {
        return groups;
    }

    Map<String, HostNode> hosts() {
        return hosts;
    }

    GroupNode group(String name) {
        GroupNode group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException(name);
        }
        return group;
    }

    GroupNode addGroup(String name) {
        return groups.computeIfAbsent(name, GroupNode::new);
    }

    /**
     * Adds a host, or an existing one to a further group.
     *
     * @param port counts only where the host is named for the first time
     */
    void addHost(String name, GroupNode group, @Nullable Integer port, Origin origin) {
        HostNode host = hosts.get(name);
        if (host == null) {
            if (hosts.size() >= MOST_HOSTS) {
                throw new TooManyHosts();
            }
            host = new HostNode(name);
            hosts.put(name, host);
            if (port != null) {
                host.vars.put("ansible_port", new Given(port, origin.at()));
            }
            set(name, "inventory_file", new Given(origin.file(), origin.at()));
            set(name, "inventory_dir", new Given(origin.directory(), origin.at()));
        }
        group.hosts.add(host);
        host.direct.add(group);
    }

    /** Sets a variable of the group or, where there is none of that name, of the host. */
    void set(String groupOrHost, String variable, Given value) {
        GroupNode group = groups.get(groupOrHost);
        if (group == null) {
            host(groupOrHost).vars.put(variable, value);
        } else if (variable.equals("ansible_group_priority")) {
            setPriority(group, value);
        } else {
            group.vars.put(variable, value);
        }
    }

    private HostNode host(String name) {
        HostNode host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException(name);
        }
        return host;
    }

    private void setPriority(GroupNode group, Given value) {
        Integer priority = PythonValues.toInteger(value.raw());
        if (priority == null) {
            problems.error(value.at(), "ansible_group_priority must be a whole number, not «" + value.raw() + "»", "");
        } else {
            group.priority = priority;
        }
    }

    /** Makes one group part of another; a cycle is a problem. */
    void addChild(GroupNode parent, GroupNode child, Location at) {
        if (parent == child || parent.ancestors().contains(child)) {
            problems.error(
                    at,
                    "group «" + child.name + "» would contain itself, by way of «" + parent.name + "»",
                    "take one of the two out of the other's children");
        } else {
            link(parent, child);
        }
    }

    private static void link(GroupNode parent, GroupNode child) {
        parent.children.add(child);
        child.parents.add(parent);
    }

    /** Applies the rules that hold once everything is read. */
    void settle() {
        GroupNode all = group(ALL);
        for (GroupNode group : groups.values()) {
            if (group != all && group.parents.isEmpty()) {
                link(all, group);
            }
        }
        GroupNode ungrouped = group(UNGROUPED);
        Map<Set<GroupNode>, Set<GroupNode>> known = new HashMap<>();
        for (HostNode host : hosts.values()) {
            host.settle(known);
            settle(host, all, ungrouped);
            host.settle(known);
        }
        setDepths(all);
    }

    private void settle(HostNode host, GroupNode all, GroupNode ungrouped) {
        Set<GroupNode> mine = host.groups();
        boolean inOthers = mine.stream().anyMatch(group -> group != all && group != ungrouped);
        if (inOthers) {
            if (host.direct.remove(ungrouped)) {
                ungrouped.hosts.remove(host);
            }
        } else if (!mine.contains(ungrouped)) {
            host.direct.add(ungrouped);
            ungrouped.hosts.add(host);
        }
        if (groups.containsKey(host.name)) {
            problems.warn(
                    Location.of(host.name),
                    "a group and a host are both called «" + host.name + "»",
                    "variables of that name go to the group; rename one");
        }
    }

    /** Longest paths: a group is reached once after all its parents. */
    private static void setDepths(GroupNode all) {
        Map<GroupNode, Integer> open = new LinkedHashMap<>();
        List<GroupNode> ready = new ArrayList<>(List.of(all));
        while (!ready.isEmpty()) {
            GroupNode group = ready.remove(ready.size() - 1);
            for (GroupNode child : group.children) {
                child.depth = Math.max(child.depth, group.depth + 1);
                int waiting = open.merge(child, 1, Integer::sum);
                if (waiting == child.parents.size()) {
                    ready.add(child);
                }
            }
        }
    }

    /** The groups of a host but {@code all}, those that win last. */
    static List<GroupNode> byPrecedence(HostNode host) {
        return host.groups().stream()
                .filter(group -> !group.name.equals(ALL))
                .sorted(Comparator.<GroupNode>comparingInt(group -> group.depth)
                        .thenComparingInt(group -> group.priority)
                        .thenComparing(group -> group.name, PythonValues.TEXT_ORDER))
                .toList();
    }

    /**
     * The source that names a host first.
     *
     * @param file absolute, the value of {@code inventory_file}
     * @param directory the value of {@code inventory_dir}
     */
    record Origin(String file, @Nullable String directory, Location at) {
        static Origin of(Path file, Location at) {
            Path parent = file.getParent();
            return new Origin(file.toString(), String.valueOf(parent), at);
        }

        Origin at(Location place) {
            return new Origin(file, directory, place);
        }
    }

    /** More hosts than any inventory means. */
    static final class TooManyHosts extends RuntimeException {
        TooManyHosts() {
            super("more than " + MOST_HOSTS + " hosts", null, false, false);
        }
    }
}
