package dev.k3sdeploy.inventory;

import java.util.Map;

/** All that a template may ask about. Immutable. */
record World(InventoryOptions options, Vault vault, Map<String, HostVariables> hosts) {
    HostVariables host(String name) {
        HostVariables variables = hosts.get(name);
        if (variables == null) {
            throw new IllegalArgumentException(name);
        }
        return variables;
    }
}
