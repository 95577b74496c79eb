package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.InventoryReader;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Wherever a run ends, the next one goes on: each change is made by a run of its own, which ends after it, so that every
 * state between two changes is one from which a run begins.
 */
@Tag("long")
class PrefixesIT {
    private static final int MORE_THAN_ANY_RUN_CHANGES = 150;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3");

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(three(), "down", "--yes").exitCode()).isZero();
    }

    private static LabInventory three() {
        LabInventory inventory = LAB.inventory();
        LAB.agents().forEach(inventory::withServer);
        return inventory;
    }

    @Test
    void upAndDownOfOneServerAndAnUpgrade() throws IOException {
        everyPrefixConverges(LAB.inventory());
    }

    @Test
    void upAndDownOfThreeServersAndAnUpgrade() throws IOException {
        everyPrefixConverges(three());
    }

    private static void everyPrefixConverges(LabInventory inventory) throws IOException {
        ControlSide control = LAB.control();
        assertThat(changeByChange(control, inventory, Cluster::up)).isGreaterThan(20);
        assertInPlace(control, inventory);

        ControlSide upgraded = control.with("K3SDEPLOY_K3S", anotherVersion().toString());
        assertThat(changeByChange(upgraded, inventory, Cluster::up)).isGreaterThan(3);
        assertInPlace(upgraded, inventory);

        // `down` has few steps: after each of its prefixes `up` has to make a whole cluster again.
        for (int changes = 1; changes <= 3; changes++) {
            stoppedAfter(changes, upgraded, inventory, Cluster::down);
            JsonRun up = upgraded.json(inventory, "up");
            assertThat(up.exitCode())
                    .as("after %s changes of down: %s", changes, up)
                    .isZero();
            assertInPlace(upgraded, inventory);
        }
    }

    /** Until there is nothing to change any more; how many runs it took. */
    private static int changeByChange(ControlSide control, LabInventory inventory, Function<Cluster, Report> verb) {
        for (int runs = 0; runs < MORE_THAN_ANY_RUN_CHANGES; runs++) {
            Report report = stoppedAfter(1, control, inventory, verb);
            assertThat(report.problems()).isEmpty();
            if (report.counts().changed() == 0 && !report.interrupted()) {
                return runs;
            }
        }
        throw new AssertionError("there is always something to change");
    }

    private static Report stoppedAfter(
            int changes, ControlSide control, LabInventory inventory, Function<Cluster, Report> verb) {
        Interruption interruption = new Interruption();
        AtomicInteger changed = new AtomicInteger();
        ClusterOptions options = ClusterOptions.DEFAULTS
                .forks(1)
                .interruptedBy(interruption)
                .listening(
                        event -> {
                            if (event instanceof Event.TaskEnded ended
                                    && ended.result().outcome() instanceof Outcome.Changed
                                    && changed.incrementAndGet() == changes) {
                                interruption.request();
                            }
                        },
                        ClusterOptions.Notices.SILENT);
        return verb.apply(Cluster.from(read(control, inventory), control.machine(), options));
    }

    private static Inventory read(ControlSide control, LabInventory inventory) {
        ControlMachine here = control.machine();
        try {
            Files.writeString(control.work().resolve("cluster.yml"), inventory.text());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        InventoryOptions options =
                new InventoryOptions(here.workingDirectory(), here.home(), here.environment(), List.of());
        return new InventoryReader(here, List.of(), options).read(List.of("cluster.yml"));
    }

    private static void assertInPlace(ControlSide control, LabInventory inventory) {
        JsonRun again = control.json(inventory, "up");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.tasks("changed")).isEmpty();
    }

    private static Path anotherVersion() throws IOException {
        Path other = LAB.control().work().resolve("another-k3s");
        String simulator = Files.readString(Lab.simulator());
        Files.writeString(other, simulator.replaceFirst("(?m)^VERSION = .*", "VERSION = \"v1.34.1+k3s1\""));
        return Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
