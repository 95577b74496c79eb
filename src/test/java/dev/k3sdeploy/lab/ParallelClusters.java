package dev.k3sdeploy.lab;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A program of its own, so that all that it holds is k3sdeploy's: brings clusters of two machines up and down at the same
 * time, some rounds, and prints after each what the process still holds.
 */
final class ParallelClusters {
    private final Path folder;
    private final Path k3s;

    private ParallelClusters(Path folder, Path k3s) {
        this.folder = folder;
        this.k3s = k3s;
    }

    /** Arguments: how many clusters, how many rounds, a folder to work in, a k3s. */
    public static void main(String... arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        ParallelClusters clusters = new ParallelClusters(Path.of(arguments[2]), Path.of(arguments[3]));
        SocketChannel.open().close(); // the JDK keeps a descriptor of its own from its first socket on
        Held start = Held.now();
        System.out.println("start: " + start);
        for (int round = 1; round <= rounds; round++) {
            long began = System.nanoTime();
            clusters.allAtOnce(count);
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            System.out.println(
                    "round " + round + ", " + seconds + " s: " + Held.settled(start, Duration.ofSeconds(20)));
        }
    }

    private void allAtOnce(int count) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            IntStream.range(0, count).forEach(i -> running.add(threads.submit(() -> upAndDown(i))));
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void upAndDown(int number) {
        Cluster cluster = cluster(number);
        try {
            cluster.up().orThrow();
            if (!cluster.status().healthy()) {
                throw new AssertionError("cluster " + number + " is not healthy: " + cluster.status());
            }
            if (!cluster.kubeconfig().context().equals("parallel-" + number)) {
                throw new AssertionError("the kubeconfig of another cluster: "
                        + cluster.kubeconfig().context());
            }
            cluster.down().orThrow();
        } finally {
            cluster.hosts().remove();
        }
    }

    private Cluster cluster(int number) {
        String subnet = "172.30." + (210 + number) + ".";
        Path work = folder.resolve("work-" + number);
        try {
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Cluster.builder()
                .on(new ControlMachine(
                        work,
                        folder.resolve("home"), // with one key and one known_hosts for all
                        "nobody",
                        Map.of("K3SDEPLOY_K3S", k3s.toString(), "PATH", System.getenv("PATH"))))
                .name("parallel-" + number)
                .server("box-1", subnet + "201")
                .agent("box-2", subnet + "202")
                .containers()
                .variable("k3s_packages", List.of())
                .options(ClusterOptions.DEFAULTS.skippingChecks(java.util.Set.of("all")))
                .build();
    }
}
