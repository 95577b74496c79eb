package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.engine.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wherever a run ends, the next {@code up} makes a whole cluster: each verb is stopped at every boundary between two of its
 * tasks, once each. A boundary after a task that changed nothing leaves the machines as the one before it did, and is
 * passed over; {@code -Dk3sdeploy.boundaries=all} stops there too.
 */
@SuppressWarnings("NullAway.Init")
class PrefixesTest {
    private static final boolean ALL = "all".equals(System.getProperty("k3sdeploy.boundaries"));
    private static final int MORE_THAN_ANY_RUN_HAS = 400;

    @TempDir
    Path folder;

    private final List<BootedMachine> machines = new ArrayList<>();
    private Path place;
    private int versions;

    @AfterEach
    void turnOff() {
        machines.forEach(BootedMachine::turnOff);
        machines.clear();
    }

    /** New ones, below a folder of their own. */
    private void boot(int servers) throws IOException {
        turnOff();
        place = Files.createTempDirectory(folder, "machines");
        machines.add(BootedMachine.first(place.resolve("server-1"), "server-1"));
        for (int number = 2; number <= servers; number++) {
            String name = "server-" + number;
            machines.add(machines.get(0).next(place.resolve(name), name, number));
        }
    }

    private Cluster cluster(Path k3s, ClusterOptions options) {
        ControlMachine here = new ControlMachine(folder, folder, "nobody", Map.of("K3SDEPLOY_K3S", k3s.toString()));
        ClusterBuilder cluster = Cluster.builder()
                .on(here)
                .name("prefixes")
                .output(place.resolve("output"))
                .variable("k3s_packages", List.of())
                .variable("k3s_ready_timeout", 60)
                .options(options.connecting(target -> machine(target.name())));
        machines.forEach(machine -> cluster.server(machine.name(), machine.address()));
        return cluster.build();
    }

    private BootedMachine machine(String name) {
        return machines.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Cluster cluster(Path k3s) {
        return cluster(k3s, ClusterOptions.DEFAULTS);
    }

    @Test
    @Tag("long")
    void upOfOneServer() throws IOException {
        everyPrefixOfUp(1);
    }

    @Test
    @Tag("long")
    void upOfThreeServers() throws IOException {
        everyPrefixOfUp(3);
    }

    @Test
    void anUpgradeOfOneServer() throws IOException {
        everyPrefixOfAnUpgrade(1);
    }

    @Test
    @Tag("long")
    void anUpgradeOfThreeServers() throws IOException {
        everyPrefixOfAnUpgrade(3);
    }

    @Test
    void downOfOneServer() throws IOException {
        everyPrefixOfDown(1);
    }

    @Test
    @Tag("long")
    void downOfThreeServers() throws IOException {
        everyPrefixOfDown(3);
    }

    private void everyPrefixOfUp(int servers) throws IOException {
        eachBoundary("up", Cluster::up, () -> {
            boot(servers);
            return Lab.simulator();
        });
    }

    private void everyPrefixOfAnUpgrade(int servers) throws IOException {
        boot(servers);
        cluster(Lab.simulator()).up().orThrow();
        eachBoundary("an upgrade", Cluster::up, this::nextVersion);
    }

    private void everyPrefixOfDown(int servers) throws IOException {
        boot(servers);
        cluster(Lab.simulator()).up().orThrow();
        eachBoundary("down", Cluster::down, Lab::simulator);
    }

    private Path nextVersion() {
        return OtherVersion.in(folder, "v1.34." + ++versions + "+k3s1");
    }

    /** What makes the next start from the whole cluster that the last prefix ended in; gives K3S to run with. */
    interface Start {
        Path make() throws IOException;
    }

    private void eachBoundary(String what, Function<Cluster, Report> verb, Start start) throws IOException {
        for (int tasks = 1; tasks < MORE_THAN_ANY_RUN_HAS; tasks++) {
            Path k3s = start.make();
            Boundary boundary = new Boundary(tasks, ALL);
            // machine by machine, so that «the first so many tasks» is one and the same prefix in each run
            Report report = verb.apply(cluster(k3s, boundary.stopping(ClusterOptions.DEFAULTS.forks(1))));
            String prefix = what + " of " + machines.size() + ", stopped " + boundary;
            System.out.println(prefix);
            assertThat(report.problems()).as(prefix).isEmpty();
            if (!boundary.reached()) {
                assertThat(tasks - 1).as("boundaries of %s, each healed", what).isGreaterThan(1);
                return;
            }
            assertThat(boundary.counted(report)).as(prefix).isEqualTo(tasks);
            heals(k3s, prefix);
        }
        throw new AssertionError("a run without an end");
    }

    /** One plain {@code up} ends well; the one after it has nothing to do; no half is left. */
    private void heals(Path k3s, String after) throws IOException {
        assertThat(cluster(k3s).up().problems()).as("the up after %s", after).isEmpty();
        Report again = cluster(k3s).up();
        assertThat(again.problems()).as("the second up after %s", after).isEmpty();
        assertThat(again.counts().changed())
                .as("the second up after %s: %s", after, again)
                .isZero();
        assertThat(machines.get(0).sh("k3s kubectl get nodes --no-headers").lines())
                .as("nodes after %s", after)
                .hasSize(machines.size())
                .allMatch(line -> line.contains(" Ready "));
        for (BootedMachine machine : machines) {
            assertThat(halves(machine))
                    .as("left on %s after %s", machine.name(), after)
                    .isEmpty();
            machine.sh("flock -n /run/k3sdeploy.lock true");
        }
    }

    /** Of files that are written beside their place, the note of a step under way, a binary that waits for its turn. */
    private List<Path> halves(BootedMachine machine) throws IOException {
        try (Stream<Path> files = Files.walk(place.resolve(machine.name()))) {
            return files.filter(file -> file.toString().contains("k3sdeploy-part")
                            || file.endsWith("k3sdeploy/rolling")
                            || file.endsWith("bin/k3s.next"))
                    .toList();
        }
    }
}
