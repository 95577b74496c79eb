package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.InventoryReader;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program of its own, so that all that it holds is k3sdeploy's: brings one cluster up and down again and again, and
 * prints after each round what the process still holds.
 */
final class Soak {
    static final int ROUNDS = Integer.getInteger("k3sdeploy.rounds", 50);

    /** What adds up in a JVM by itself until its code is compiled and its caches are full. */
    private static final int WARM = Math.min(10, ROUNDS / 2);

    /** Threads of connections that were closed end at their next turn, up to 20 seconds later. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Soak() {}

    /** Starts it, and gives what it said at the start and after each round. */
    static List<String> program(Path folder, int rounds, List<String> where) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path output = Files.createDirectories(Path.of("target")).resolve("soak.txt");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:SoftRefLRUPolicyMSPerMB=0", // what only caches hold is no leak: the JDK keeps 750 certificates so
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName(),
                String.valueOf(rounds)));
        words.addAll(where);
        Process program = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = program.waitFor(rounds, TimeUnit.MINUTES);
        program.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(program.exitValue()).as(text).isZero();
        return text.lines().filter(line -> line.contains("Held[")).toList();
    }

    /** The same is held after each round as at the start, and the heap has not grown since the first ones. */
    static void addsNothingUp(List<String> said) {
        assertThat(said).hasSize(ROUNDS + 1);
        List<String> held = said.stream()
                .map(line -> line.substring(line.indexOf("Held[")))
                .distinct()
                .toList();
        assertThat(held).as("%s", said).hasSize(1);
        assertThat(held.get(0)).contains("threads=[]", "children=0", "temporary=[]");
        assertThat(heap(said.get(ROUNDS))).as("%s", said).isLessThan(heap(said.get(WARM)) + 500);
    }

    private static long heap(String line) {
        return Long.parseLong(line.replaceFirst(".*, (\\d+) kB: .*", "$1"));
    }

    /**
     * Arguments: how often; then the working directory with {@code cluster.yml}, a home and a k3s, or what
     * {@link BootedRun#cluster} understands.
     */
    public static void main(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<String> where = List.of(arguments).subList(1, arguments.length);
        Supplier<Cluster> cluster = where.size() == 3 ? ofInventory(where) : () -> BootedRun.cluster(where);
        SocketChannel.open().close(); // the JDK keeps a descriptor of its own from its first socket on
        Held start = Held.now();
        System.out.println("start, " + kilobytes() + " kB: " + start);
        for (int round = 1; round <= rounds; round++) {
            long began = System.nanoTime();
            upAndDown(cluster.get());
            long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
            Held held = Held.settled(start, PATIENCE);
            System.out.println("round " + round + ", " + took + " ms, " + kilobytes() + " kB: " + held);
        }
    }

    private static Supplier<Cluster> ofInventory(List<String> where) {
        ControlMachine here = new ControlMachine(
                Path.of(where.get(0)), Path.of(where.get(1)), "nobody", Map.of("K3SDEPLOY_K3S", where.get(2)));
        Inventory inventory = new InventoryReader(
                        here,
                        List.of(),
                        new InventoryOptions(here.workingDirectory(), here.home(), here.environment(), List.of()))
                .read(List.of("cluster.yml"));
        return () -> Cluster.from(inventory, here, ClusterOptions.DEFAULTS);
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
