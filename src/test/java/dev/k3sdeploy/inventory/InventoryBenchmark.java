package dev.k3sdeploy.inventory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Times the reading of an inventory; started by {@code bench/inventory/run}. */
final class InventoryBenchmark {
    private InventoryBenchmark() {}

    /** The argument names the inventory. */
    public static void main(String[] arguments) {
        Path here = Path.of("").toAbsolutePath();
        long start = System.nanoTime();
        Inventory inventory =
                Inventory.load(List.of(arguments[0]), List.of(), new InventoryOptions(here, here, Map.of(), List.of()));
        long loaded = System.nanoTime();
        int length = inventory.output().listAsJson().length();
        long listed = System.nanoTime();
        int rendered = 0;
        for (Host host : inventory.hosts()) {
            rendered += host.variables().size();
        }
        long done = System.nanoTime();
        long memory = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "%d hosts: load %d ms, --list %d ms (%d characters), all %d values rendered %d ms, heap %d MiB%n",
                inventory.hosts().size(),
                (loaded - start) / 1_000_000,
                (listed - loaded) / 1_000_000,
                length,
                rendered,
                (done - listed) / 1_000_000,
                memory >> 20);
    }
}
