package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inventories that come along, as the plan that a person reads. */
@SuppressWarnings("NullAway.Init")
class GoldenPlanTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @Test
    void theCoursesPlan() throws IOException {
        Path key = Files.writeString(site.folder().resolve("key"), "a key");
        Inventory inventory = Inventory.load(
                List.of("inventory/vagrantbox.yml"),
                List.of("ansible_ssh_private_key_file=" + key),
                new InventoryOptions(Path.of(""), site.folder(), Map.of(), List.of()));

        Cluster cluster = Cluster.from(inventory, site.here(), ClusterOptions.DEFAULTS);

        Golden.check("vagrantbox-plan.txt", cluster.plan().describe());
        assertThat(cluster.targets())
                .extracting(Target::name)
                .containsExactly("vagrantbox-1", "vagrantbox-2", "vagrantbox-3", "vagrantbox-4");
    }

    @Test
    void severalServersPlan() throws IOException {
        Inventory inventory = Inventory.load(
                List.of("inventory/ha.yml"),
                List.of(),
                new InventoryOptions(Path.of(""), site.folder(), Map.of(), List.of()));

        Cluster cluster = Cluster.from(inventory, site.here(), ClusterOptions.DEFAULTS);

        Golden.check("ha-plan.txt", cluster.plan().describe());
    }
}
