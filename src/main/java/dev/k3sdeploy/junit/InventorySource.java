package dev.k3sdeploy.junit;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An inventory's cluster. */
record InventorySource(String inventory, List<String> variables) implements ClusterSource {
    @Override
    public Opened open(Path output) {
        Inventory read = Inventory.load(List.of(inventory), variables, InventoryOptions.ofThisProcess());
        return Opened.of(
                Cluster.from(read, ClusterOptions.DEFAULTS.variables(Map.of("k3s_output_dir", output.toString()))));
    }
}
