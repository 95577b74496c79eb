package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.engine.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Servers without containers, below a folder: see {@link BootedMachine}. */
final class BootedCluster implements AutoCloseable {
    private final Path folder;
    private final List<BootedMachine> machines = new ArrayList<>();

    private BootedCluster(Path folder) {
        this.folder = folder;
    }

    /** They are called server-1, server-2 … */
    static BootedCluster boot(Path folder, int servers) {
        BootedCluster cluster = new BootedCluster(folder);
        try {
            cluster.machines.add(BootedMachine.first(folder.resolve("server-1"), "server-1"));
            for (int number = 2; number <= servers; number++) {
                String name = "server-" + number;
                cluster.machines.add(cluster.server().next(folder.resolve(name), name, number));
            }
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** The first. */
    BootedMachine server() {
        return machines.get(0);
    }

    int size() {
        return machines.size();
    }

    /** Without anything special. */
    Cluster cluster() {
        return builder(Lab.simulator(), ClusterOptions.DEFAULTS).build();
    }

    /** A control machine with a home of the test's. */
    static ControlMachine control(Path home, Path k3s) {
        return new ControlMachine(home, home, "nobody", Map.of("K3SDEPLOY_K3S", k3s.toString()));
    }

    /** To add to; what is brought here goes below {@code output} in the folder. */
    ClusterBuilder builder(Path k3s, ClusterOptions options) {
        ClusterBuilder cluster = empty(folder, k3s)
                .options(options.connecting(target -> machine(target.name()).entrance()));
        machines.forEach(machine -> cluster.server(machine.name(), machine.address()));
        return cluster;
    }

    /** Of no machines yet. */
    static ClusterBuilder empty(Path folder, Path k3s) {
        return Cluster.builder()
                .on(control(folder, k3s))
                .name("booted")
                .output(folder.resolve("output"))
                .variable("k3s_packages", List.of())
                .variable("k3s_ready_timeout", 60);
    }

    private BootedMachine machine(String name) {
        return machines.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** As a process of its own: see {@link BootedRun}. */
    List<String> program(Path k3s, String verb) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BootedRun.class.getName(),
                verb));
        words.addAll(address(k3s));
        return words;
    }

    /** All that {@link BootedRun#cluster} needs. */
    List<String> address(Path k3s) {
        List<String> words = new ArrayList<>(List.of(folder.toString(), k3s.toString()));
        machines.forEach(machine -> words.addAll(List.of(
                machine.name(), machine.address(), "" + machine.entrance().init())));
        return words;
    }

    void healsByTheNextUp(String after) {
        healsByTheNextUp(Lab.simulator(), after);
    }

    /** One plain {@code up} ends well; the one after it has nothing to do; no half is left. */
    void healsByTheNextUp(Path k3s, String after) {
        assertThat(plain(k3s).up().problems()).as("the up after %s", after).isEmpty();
        Report again = plain(k3s).up();
        assertThat(again.problems()).as("the second up after %s", after).isEmpty();
        assertThat(again.counts().changed())
                .as("the second up after %s: %s", after, again)
                .isZero();
        assertThat(server().sh("k3s kubectl get nodes --no-headers").lines())
                .as("nodes after %s", after)
                .hasSize(machines.size())
                .allMatch(line -> line.contains(" Ready "));
        for (BootedMachine machine : machines) {
            assertThat(halves(machine))
                    .as("left on %s after %s", machine.name(), after)
                    .isEmpty();
            machine.sh("flock -w 10 /run/k3sdeploy.lock true");
        }
    }

    private Cluster plain(Path k3s) {
        return builder(k3s, ClusterOptions.DEFAULTS).build();
    }

    /** Of files that are written beside their place, the note of a step under way, a binary that waits for its turn. */
    private List<Path> halves(BootedMachine machine) {
        try (Stream<Path> files = Files.walk(folder.resolve(machine.name()))) {
            return files.filter(file -> file.toString().contains("k3sdeploy-part")
                            || file.endsWith("k3sdeploy/rolling")
                            || file.endsWith("bin/k3s.next"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        machines.forEach(BootedMachine::turnOff);
    }
}
