package dev.k3sdeploy.lab;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.InventoryReader;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program of its own, so that all that it holds is k3sdeploy's: brings one cluster up and down again and again, and
 * prints after each round what the process still holds.
 */
final class Soak {
    private Soak() {}

    /** Arguments: how often, the working directory with {@code cluster.yml}, a home, a k3s. */
    public static void main(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        ControlMachine here = new ControlMachine(
                Path.of(arguments[1]), Path.of(arguments[2]), "nobody", Map.of("K3SDEPLOY_K3S", arguments[3]));
        Inventory inventory = new InventoryReader(
                        here,
                        List.of(),
                        new InventoryOptions(here.workingDirectory(), here.home(), here.environment(), List.of()))
                .read(List.of("cluster.yml"));
        SocketChannel.open().close(); // the JDK keeps a descriptor of its own from its first socket on
        Held start = Held.now();
        System.out.println("start, " + kilobytes() + " kB: " + start);
        for (int round = 1; round <= rounds; round++) {
            long began = System.nanoTime();
            upAndDown(Cluster.from(inventory, here, ClusterOptions.DEFAULTS));
            long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
            Held held = Held.settled(start, Duration.ofSeconds(20));
            System.out.println("round " + round + ", " + took + " ms, " + kilobytes() + " kB: " + held);
        }
    }

    private static void upAndDown(Cluster cluster) {
        cluster.up().orThrow();
        if (!cluster.status().healthy()) {
            throw new AssertionError("not healthy: " + cluster.status());
        }
        cluster.down().orThrow();
    }

    /** What lives on the heap. */
    private static long kilobytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    }
}
