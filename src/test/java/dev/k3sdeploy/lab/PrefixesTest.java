package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    private @Nullable BootedCluster booted;
    private int versions;

    @AfterEach
    void turnOff() {
        if (booted != null) {
            booted.close();
        }
    }

    /** New machines, below a folder of their own. */
    private BootedCluster boot(int servers) throws IOException {
        turnOff();
        booted = BootedCluster.boot(Files.createTempDirectory(folder, "machines"), servers);
        return booted;
    }

    @Test
    @Tag("long")
    void upOfOneServer() throws Exception {
        everyPrefixOfUp(1);
    }

    @Test
    @Tag("long")
    void upOfThreeServers() throws Exception {
        everyPrefixOfUp(3);
    }

    @Test
    void anUpgradeOfOneServer() throws Exception {
        everyPrefixOfAnUpgrade(1);
    }

    @Test
    @Tag("long")
    void anUpgradeOfThreeServers() throws Exception {
        everyPrefixOfAnUpgrade(3);
    }

    @Test
    void downOfOneServer() throws Exception {
        everyPrefixOfDown(1);
    }

    /**
     * What a removal leaves of several servers may have no majority; nobody but a person may give up its data. (The
     * simulator keeps a cluster's state on the first server, which goes first.)
     */
    @Test
    @Tag("long")
    void downOfThreeServersIsHealedOrToldToBeDoneToItsEnd() throws Exception {
        BootedCluster whole = boot(3);
        whole.cluster().up().orThrow();
        eachBoundary("down", Cluster::down, () -> new Start(whole, Lab.simulator()) {
            @Override
            void heals(String prefix) {
                List<TaskResult> problems = booted.cluster().up().problems();
                if (!problems.isEmpty()) {
                    System.out.println("told: " + problems);
                    assertThat(problems.toString()).contains("no majority", "`k3sdeploy down`");
                    booted.cluster().down().orThrow();
                }
                super.heals(prefix);
            }
        });
    }

    private void everyPrefixOfUp(int servers) throws Exception {
        eachBoundary("up", Cluster::up, () -> new Start(boot(servers), Lab.simulator()));
    }

    private void everyPrefixOfAnUpgrade(int servers) throws Exception {
        BootedCluster whole = boot(servers);
        whole.cluster().up().orThrow();
        eachBoundary("an upgrade", Cluster::up, () -> new Start(whole, nextVersion()));
    }

    private void everyPrefixOfDown(int servers) throws Exception {
        BootedCluster whole = boot(servers);
        whole.cluster().up().orThrow();
        eachBoundary("down", Cluster::down, () -> new Start(whole, Lab.simulator()));
    }

    private Path nextVersion() {
        return OtherVersion.in(folder, "v1.34." + ++versions + "+k3s1");
    }

    /** What a prefix begins from. */
    private static class Start {
        final BootedCluster booted;
        private final Path k3s;

        Start(BootedCluster booted, Path k3s) {
            this.booted = booted;
            this.k3s = k3s;
        }

        void heals(String prefix) {
            booted.healsByTheNextUp(k3s, prefix);
        }

        /** Machine by machine, so that «the first so many tasks» is one and the same prefix in each run. */
        Cluster stoppingAt(Boundary boundary) {
            return booted.builder(k3s, boundary.stopping(ClusterOptions.DEFAULTS.forks(1)))
                    .build();
        }
    }

    private static void eachBoundary(String what, Function<Cluster, Report> verb, Callable<Start> starts)
            throws Exception {
        for (int tasks = 1; tasks < MORE_THAN_ANY_RUN_HAS; tasks++) {
            Start start = starts.call();
            Boundary boundary = new Boundary(tasks, ALL);
            Report report = verb.apply(start.stoppingAt(boundary));
            String prefix = what + " of " + start.booted.size() + ", stopped " + boundary;
            System.out.println(prefix);
            assertThat(report.problems()).as(prefix).isEmpty();
            if (!boundary.reached()) {
                assertThat(tasks - 1).as("boundaries of %s, each healed", what).isGreaterThan(1);
                return;
            }
            assertThat(boundary.counted(report)).as(prefix).isEqualTo(tasks);
            start.heals(prefix);
        }
        throw new AssertionError("a run without an end");
    }
}
