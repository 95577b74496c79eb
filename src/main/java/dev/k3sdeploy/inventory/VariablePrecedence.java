package dev.k3sdeploy.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ansible's order of precedence (docs.ansible.com, «Variable precedence»; without playbooks and facts), from weak to strong:
 * {@code all} in the inventory, other groups in the inventory, {@code group_vars/all} beside the inventory, then beside the
 * playbook, other groups' files beside the inventory, then beside the playbook, the host in the inventory, its files beside
 * the inventory, then beside the playbook, extra variables, Ansible's own.
 *
 * <p>The trap: a file of {@code group_vars/all} is stronger than a child group's variable inside the inventory.
 */
final class VariablePrecedence {
    private final VarsFiles files;
    private final List<Path> besideInventory;
    private final Path besidePlaybook;
    private final GroupGraph graph;
    private final Map<GroupNode, GroupLayers> groups = new HashMap<>();

    VariablePrecedence(GroupGraph graph, VarsFiles files, List<Path> besideInventory, Path besidePlaybook) {
        this.graph = graph;
        this.files = files;
        this.besideInventory = besideInventory;
        this.besidePlaybook = besidePlaybook;
        graph.groups().values().forEach(group -> groups.put(group, new GroupLayers(group)));
    }

    /** The layers of a host. */
    HostVariables of(HostNode host, Map<String, Given> extra, MagicVariables magic) {
        GroupNode all = graph.group(GroupGraph.ALL);
        List<GroupNode> others = GroupGraph.byPrecedence(host);
        List<Map<String, Given>> layers = new ArrayList<>();
        layers.add(all.vars);
        others.forEach(group -> layers.add(group.vars));
        layers.addAll(layers(all).inventory);
        layers.add(layers(all).playbook);
        for (int source = 0; source < besideInventory.size(); source++) {
            for (GroupNode group : others) {
                layers.add(layers(group).inventory.get(source));
            }
        }
        others.forEach(group -> layers.add(layers(group).playbook));
        layers.add(host.vars);
        layers.add(magic.ofHost(host));
        besideInventory.forEach(folder -> layers.add(files.of(folder.resolve("host_vars"), host.name)));
        layers.add(files.of(besidePlaybook.resolve("host_vars"), host.name));
        layers.add(extra);
        layers.add(magic.ofAll());
        return new HostVariables(host.name, layers);
    }

    /** What is set on the group itself, in the inventory and in files. */
    Map<String, Given> of(GroupNode group) {
        Map<String, Given> all = new LinkedHashMap<>(group.vars);
        layers(group).inventory.forEach(all::putAll);
        return all;
    }

    private GroupLayers layers(GroupNode group) {
        GroupLayers layers = groups.get(group);
        if (layers == null) {
            throw new IllegalArgumentException(group.name);
        }
        return layers;
    }

    /** The files of one group: one map for each inventory source, and one beside the playbook. */
    private final class GroupLayers {
        private final List<Map<String, Given>> inventory = new ArrayList<>();
        private final Map<String, Given> playbook;

        GroupLayers(GroupNode group) {
            besideInventory.forEach(folder -> inventory.add(files.of(folder.resolve("group_vars"), group.name)));
            playbook = files.of(besidePlaybook.resolve("group_vars"), group.name);
        }
    }
}
