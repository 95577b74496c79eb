package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is set for one host, as layers in Ansible's order of precedence; nothing is merged, the last layer wins. */
final class HostVariables {
    private final String host;
    private final List<Map<String, Given>> layers;

    /** Layers from the weakest to the strongest. */
    HostVariables(String host, List<Map<String, Given>> layers) {
        this.host = host;
        List<Map<String, Given>> used = new ArrayList<>(layers);
        used.removeIf(Map::isEmpty);
        this.layers = List.copyOf(used);
    }

    String host() {
        return host;
    }

    /** The same with a layer that is stronger than all. */
    HostVariables over(Map<String, Given> strongest) {
        List<Map<String, Given>> more = new ArrayList<>(layers);
        more.add(strongest);
        return new HostVariables(host, more);
    }

    /** The winner under just this name, or null. */
    @Nullable
    Given find(String name) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            Given given = layers.get(i).get(name);
            if (given != null) {
                return given;
            }
        }
        return null;
    }

    /** Under this name or, where it is not set, under its alias: what a template of Ansible sees. */
    @Nullable
    Given findOrAlias(String name) {
        Given own = find(name);
        return own == null ? Aliases.firstSet(name, this::find) : own;
    }

    /** The names that are set, from the weakest layer on. */
    Set<String> names() {
        return all().keySet();
    }

    /** Every variable with its winner. */
    Map<String, Given> all() {
        Map<String, Given> all = new LinkedHashMap<>();
        layers.forEach(all::putAll);
        return all;
    }
}
