package dev.k3sdeploy.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inventory of the lab's machines, as YAML (JSON is YAML). No packages are wanted unless a test says so. */
final class LabInventory {
    private final Map<String, Object> common = new LinkedHashMap<>();
    private final Map<String, Object> groups = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> servers = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> agents = new LinkedHashMap<>();

    private LabInventory() {}

    static LabInventory of(LabHosts lab) {
        LabInventory inventory = new LabInventory();
        inventory
                .with("ansible_user", "vagrant")
                .with("ansible_ssh_private_key_file", lab.control().key().toString())
                .with("k3s_cluster_name", "it")
                .with("k3s_packages", List.of());
        lab.all()
                .forEach(host -> (host == lab.server() ? inventory.servers : inventory.agents)
                        .put(host.name(), new LinkedHashMap<>(Map.of("ansible_host", host.address()))));
        return inventory;
    }

    /** Makes a machine a server too. */
    LabInventory withServer(LabHost host) {
        servers.put(host.name(), java.util.Objects.requireNonNull(agents.remove(host.name())));
        return this;
    }

    /** A group beside those of the cluster. */
    LabInventory withGroup(String name, LabHost host) {
        groups.put(name, Map.of("hosts", Map.of(host.name(), Map.of())));
        return this;
    }

    /** Takes an agent out. */
    LabInventory without(LabHost agent) {
        java.util.Objects.requireNonNull(agents.remove(agent.name()));
        return this;
    }

    /** A variable of all machines. */
    LabInventory with(String variable, Object value) {
        common.put(variable, value);
        return this;
    }

    /** Takes a variable of all machines away. */
    LabInventory unset(String variable) {
        common.remove(variable);
        return this;
    }

    /** A variable of one machine. */
    LabInventory with(LabHost host, String variable, Object value) {
        (servers.containsKey(host.name()) ? servers : agents)
                .computeIfAbsent(host.name(), name -> new LinkedHashMap<>())
                .put(variable, value);
        return this;
    }

    String text() {
        groups.put("k3s_master", Map.of("hosts", servers));
        groups.put("k3s_agent", Map.of("hosts", agents));
        try {
            return new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of("all", Map.of("vars", common, "children", groups)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
