package dev.k3sdeploy.inventory;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables that Ansible sets itself. {@code hostvars} is no value but a view; {@link Resolver} answers for it. */
final class MagicVariables {
    private static final Location OWN = Location.of("set by Ansible itself");

    private final Map<String, Given> ofAll;

    MagicVariables(GroupGraph graph, Path workingDirectory) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        graph.groups()
                .values()
                .forEach(group -> groups.put(
                        group.name,
                        group.allHosts().stream().map(host -> host.name).toList()));
        this.ofAll = Map.of(
                "groups",
                new Given(new Fixed(Collections.unmodifiableMap(groups)), OWN),
                "playbook_dir",
                new Given(new Fixed(workingDirectory.toString()), OWN));
    }

    Map<String, Given> ofAll() {
        return ofAll;
    }

    Map<String, Given> ofHost(HostNode host) {
        List<String> groups = host.groups().stream()
                .map(group -> group.name)
                .filter(name -> !name.equals(GroupGraph.ALL))
                .sorted(PythonValues.TEXT_ORDER)
                .toList();
        return Map.of(
                "inventory_hostname", new Given(new Fixed(host.name), OWN),
                "inventory_hostname_short", new Given(new Fixed(shortName(host.name)), OWN),
                "group_names", new Given(new Fixed(groups), OWN));
    }

    private static String shortName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 || HostAddress.isAddress(name) ? name : name.substring(0, dot);
    }
}
