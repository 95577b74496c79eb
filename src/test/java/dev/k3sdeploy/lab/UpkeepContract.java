package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Copies of a cluster's state, while it is one server with SQLite and when it has grown to three with etcd; the steps build
 * on each other. What is lost and comes back is a note on the first server's node.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UpkeepContract {
    static final String TOKEN = "cat /var/lib/rancher/k3s/server/token";
    static final String KUBECTL = "/usr/local/bin/k3s kubectl ";

    /** Three machines for servers and one for an agent. */
    abstract LabHosts lab();

    abstract ControlSide control();

    /** One server and three agents. */
    abstract LabInventory small();

    LabInventory alone() {
        return small().without(host(1)).without(host(2));
    }

    LabInventory inventory() {
        return small().withServer(host(1)).withServer(host(2));
    }

    LabHost host(int index) {
        return lab().all().get(index);
    }

    /** What a restore says right before it is killed. */
    abstract String moment();

    JsonRun run(LabInventory inventory, String... words) {
        JsonRun run = control().json(inventory, words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    String newest(LabInventory inventory) {
        return run(inventory, "snapshot", "list").lines().get(0).path("name").asText();
    }

    void note(String text) {
        host(0).sh(KUBECTL + "annotate node server-1 --overwrite course=" + text);
    }

    String noted() {
        return host(0).sh(KUBECTL + "get node server-1 -o json | grep '\"course\"' | sed 's/.*: *\"//; s/\".*//'");
    }

    void assertAllReady(int nodes) {
        assertThat(host(0).sh(KUBECTL + "get nodes --no-headers").lines())
                .hasSize(nodes)
                .allMatch(line -> line.contains(" Ready "));
    }

    void assertNothingIsLeftOfTheRestore() {
        assertThat(lab().all())
                .allSatisfy(host -> assertThat(host.holds("[ -e /var/lib/k3sdeploy/restore ]"))
                        .isFalse());
    }

    @Test
    @Order(1)
    void sqliteIsSavedAndRestored() {
        run(alone(), "up");
        note("first");
        assertThat(run(alone(), "snapshot", "save").details("changed"))
                .anyMatch(line -> line.contains("stop K3S, copy its SQLite files, start it"));
        note("second");

        run(alone(), "snapshot", "restore", newest(alone()), "--yes");

        assertThat(noted()).isEqualTo("first");
        assertAllReady(2);
        assertNothingIsLeftOfTheRestore();
        assertThat(run(alone(), "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(3)
    void etcdIsSavedAndBroughtHere() {
        note("third");
        run(inventory(), "snapshot", "save", "--name", "mine", "--fetch");
        note("fourth");

        JsonRun again = run(inventory(), "snapshot", "fetch");
        assertThat(again.tasks("changed")).isEmpty();
        JsonNode first = run(inventory(), "snapshot", "list").lines().get(0);
        assertThat(first.path("name").asText()).startsWith("mine-server-1-");
        assertThat(first.path("tokenKept").asBoolean()).isTrue();
        assertThat(control().work().resolve(".k3s/snapshots")).isDirectoryContaining("glob:**.token");
    }

    /** The old state must not come up beside the new one, so nothing but the restore starts K3S meanwhile. */
    @Test
    @Order(4)
    void aRestoreThatIsKilledGoesOn() throws InterruptedException {
        String mine = newest(inventory());
        try (CommandProcess restore = control().start(inventory(), "snapshot", "restore", mine, "--yes", "-v")) {
            restore.awaitText(moment());
            restore.signal("KILL");
            assertThat(restore.exitCode()).isEqualTo(137);
        }
        JsonRun up = control().json(inventory(), "up", "--skip-preflight=all");
        assertThat(up.problems()).contains("the restore of " + mine + " was begun and has not ended");

        run(inventory(), "snapshot", "restore", mine, "--yes");

        assertThat(noted()).isEqualTo("third");
        assertAllReady(4);
        assertNothingIsLeftOfTheRestore();
        assertThat(run(inventory(), "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(5)
    void onlyTheNewestSnapshotsStay() {
        run(inventory(), "snapshot", "save", "--name", "mine");

        assertThat(run(inventory(), "snapshot", "prune", "--name", "mine", "--keep", "1")
                        .tasks("changed"))
                .containsExactly("server-1: Keep the newest 1 snapshots «mine»");
        assertThat(run(inventory(), "snapshot", "prune", "--name", "mine", "--keep", "1")
                        .tasks("changed"))
                .isEmpty();
    }

    /** Whether K3S has them in etcd's snapshots; else it makes new ones on new machines (docs/upkeep.md). */
    boolean keepsItsAuthorities() {
        return true;
    }

    /** Another cluster's state on machines that have an own one; the token that lies beside it is the old one. */
    @Test
    @Order(10)
    void newMachinesGetTheStateFromAFile() throws IOException {
        Path file;
        try (var files = Files.list(control().work().resolve(".k3s/snapshots"))) {
            file = files.filter(each -> !each.toString().matches(".*\\.(token|sha256)"))
                    .findFirst()
                    .orElseThrow();
        }
        run(inventory(), "down", "--yes");
        run(alone(), "up");

        run(alone(), "snapshot", "restore", file.toString(), "--yes");

        assertThat(noted()).isEqualTo("third");
        if (keepsItsAuthorities()) {
            assertThat(host(0).sh(TOKEN))
                    .isEqualTo(Files.readString(Path.of(file + ".token")).strip());
        }
        assertThat(host(0).sh(KUBECTL + "get nodes --no-headers").lines().filter(line -> line.contains(" Ready ")))
                .anyMatch(line -> line.startsWith("agent "));
        assertThat(run(alone(), "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(99)
    void downLeavesNothing() {
        run(inventory(), "down", "--yes");

        Remains.none(lab().all());
    }

    @Test
    @Order(6)
    void theCertificatesOfEachMachineAreShown() {
        List<JsonNode> certificates = run(inventory(), "certs", "show").lines();

        assertThat(lab().names())
                .allSatisfy(name -> assertThat(certificates)
                        .anyMatch(line -> line.path("host").asText().equals(name)
                                && line.path("daysLeft").asInt() > 300));
        assertThat(certificates)
                .anyMatch(line -> line.path("file").asText().equals("server/tls/server-ca.crt")
                        && line.path("authority").asBoolean());
    }
}
