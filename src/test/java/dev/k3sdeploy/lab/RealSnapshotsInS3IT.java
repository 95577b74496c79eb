package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots of real K3S that go to S3, which is a stand-in. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RealSnapshotsInS3IT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server");

    private static final String CERTIFICATE = "/etc/objects.pem";
    private static final String NOTED =
            "/usr/local/bin/k3s kubectl get node server -o jsonpath={.metadata.annotations.course}";

    private ObjectStore store;

    @BeforeAll
    void thereIsAStore() {
        String gateway = LAB.server().sh("ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p'");
        store = new ObjectStore(gateway, LAB.control().folder(), "AKIDLAB");
        LAB.server().copy(store.certificate(), CERTIFICATE);
    }

    @AfterAll
    void itEnds() {
        store.close();
    }

    private LabInventory inventory() {
        return RealK3s.inventory(LAB)
                .with(
                        "k3s_server_config",
                        Map.of(
                                "cluster-init",
                                true,
                                "etcd-s3",
                                true,
                                "etcd-s3-endpoint",
                                store.endpoint(),
                                "etcd-s3-endpoint-ca",
                                CERTIFICATE,
                                "etcd-s3-bucket",
                                ObjectStore.BUCKET,
                                "etcd-s3-folder",
                                "lab",
                                "etcd-s3-access-key",
                                "AKIDLAB",
                                "etcd-s3-secret-key",
                                "precious-key",
                                "etcd-snapshot-schedule-cron",
                                "* * * * *"));
    }

    private JsonRun run(String... words) {
        JsonRun run = RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory(), words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.command().out()).doesNotContain("precious-key");
        return run;
    }

    private void note(String text) {
        LAB.server().sh("/usr/local/bin/k3s kubectl annotate node server --overwrite course=" + text);
    }

    @Test
    @Order(1)
    void aSnapshotThatIsSavedGoesThereToo() {
        run("up");
        note("saved");

        run("snapshot", "save", "--name", "mine");

        String name = run("snapshot", "list").lines().stream()
                .map(line -> line.path("name").asText())
                .filter(each -> each.startsWith("mine-server-"))
                .findFirst()
                .orElseThrow();
        int bytes = Integer.parseInt(LAB.server().sh("stat -c %s /var/lib/rancher/k3s/server/db/snapshots/" + name));
        assertThat(store.objects()).containsEntry("lab/" + name, bytes);
        assertThat(run("up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(2)
    void k3sSendsItsOwnThere() throws InterruptedException {
        for (int second = 0; second < 90 && !ownSnapshotIsThere(); second++) {
            Thread.sleep(1000);
        }

        assertThat(ownSnapshotIsThere()).as("%s", store.objects()).isTrue();
    }

    private boolean ownSnapshotIsThere() {
        return store.objects().keySet().stream().anyMatch(key -> key.startsWith("lab/etcd-snapshot-server-"));
    }

    /** K3S would take the name of the file for one in S3. */
    @Test
    @Order(3)
    void whatIsOnTheServerIsRestored() {
        note("later");
        String mine = run("snapshot", "list").lines().stream()
                .map(line -> line.path("name").asText())
                .filter(each -> each.startsWith("mine-server-"))
                .findFirst()
                .orElseThrow();

        run("snapshot", "restore", mine, "--yes");

        assertThat(LAB.server().sh(NOTED)).isEqualTo("saved");
        assertThat(run("up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(4)
    void downLeavesNothing() {
        run("down", "--yes");

        Remains.none(LAB.all());
    }
}
