package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of a cluster of three servers and two agents; the steps build on each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SeveralServersContract {
    private static final String NODES = "/usr/local/bin/k3s kubectl get nodes --no-headers";

    /** Three machines for servers and two for agents. */
    abstract LabHosts lab();

    /** What {@code up} installs. */
    abstract JsonRun up(LabInventory inventory);

    /** {@code up} with another K3S. */
    abstract JsonRun upgrade(LabInventory inventory);

    /** One server and four agents. */
    abstract LabInventory small();

    private LabInventory inventory() {
        return small().withServer(host(1)).withServer(host(2)).with("k3s_upgrade_batch", 2);
    }

    LabHost host(int index) {
        return lab().all().get(index);
    }

    @Test
    @Order(1)
    void theOtherServersJoinTheFirstOneByOne() {
        JsonRun up = up(inventory());

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(host(0).sh(NODES)).satisfies(nodes -> {
            assertThat(nodes.lines()).hasSize(5).allMatch(line -> line.contains(" Ready "));
            assertThat(nodes.lines().filter(line -> line.contains("etcd"))).hasSize(3);
        });
        assertThat(up.details("changed"))
                .contains("server-2: Start k3s: join server-1; it is Ready")
                .contains("server-3: Start k3s: join server-1; it is Ready");
        assertNothingIsLeftOfAStep();
    }

    @Test
    @Order(2)
    void theSecondUpChangesNothing() {
        assertUnchanged();
    }

    void assertUnchanged() {
        JsonRun up = up(inventory());
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.tasks("changed")).isEmpty();
    }

    private void assertNothingIsLeftOfAStep() {
        assertThat(lab().all())
                .allSatisfy(host -> assertThat(
                                host.holds("[ -e /var/lib/k3sdeploy/rolling ] || [ -e /usr/local/bin/k3s.next ]"))
                        .isFalse());
        assertThat(host(0).sh(NODES)).doesNotContain("SchedulingDisabled");
    }

    @Test
    @Order(4)
    void anotherVersionReachesOneServerAfterTheOtherAndThenTheAgents() {
        JsonRun up = askedMeanwhile();

        assertThat(up.exitCode()).as("%s", up).isZero();
        List<String> started = up.tasks("changed").stream()
                .filter(task -> task.contains(": Start k3s"))
                .toList();
        assertThat(started).hasSize(5);
        assertThat(started.get(0)).isEqualTo("server-1: Start k3s");
        assertThat(started.subList(1, 3)).containsExactlyInAnyOrder("server-2: Start k3s", "server-3: Start k3s");
        assertThat(started.subList(3, 5))
                .containsExactlyInAnyOrder("agent: Start k3s-agent", "agent-2: Start k3s-agent");
        assertThat(up.details("changed").filter(task -> task.contains(": Start k3s")))
                .allMatch(
                        task -> task.endsWith(
                                "drain it for another version of K3S; restart it: it runs with an older k3s; let pods onto it again"));
        assertThat(host(3).startedAt("k3s-agent")).isBefore(up.time("task_ended", host(4), "Start k3s-agent"));
        assertThat(host(4).startedAt("k3s-agent")).isBefore(up.time("task_ended", host(3), "Start k3s-agent"));
        assertNothingIsLeftOfAStep();
    }

    /** Nobody who asks the server that the kubeconfig names notices the turn of another one. */
    List<LabHost> noticed() {
        return List.of(host(0));
    }

    /** At most one silence for each server whose turn is noticed, and none for an agent's. */
    private JsonRun askedMeanwhile() {
        try (AskingClient client = new AskingClient(lab().control().kubeconfig())) {
            JsonRun up = upgrade(inventory());
            System.out.println("A rolling upgrade of three servers and two agents, " + client);
            Instant from = up.time("task_started", host(0), "Start k3s");
            Instant to = noticed().stream()
                    .map(server -> up.time("task_ended", server, "Start k3s"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertThat(client.answers()).isGreaterThan(10);
            assertThat(client.outages())
                    .hasSizeLessThanOrEqualTo(noticed().size())
                    .allSatisfy(outage -> assertThat(outage.from()).isAfter(from))
                    .allSatisfy(outage -> assertThat(outage.to()).isBefore(to));
            return up;
        }
    }

    @Test
    @Order(5)
    void aDrainThatWasCutShortGoesOn() {
        host(3).sh("mkdir -p /var/lib/k3sdeploy; echo draining >/var/lib/k3sdeploy/rolling");
        host(0).sh("/usr/local/bin/k3s kubectl cordon agent");

        JsonRun up = upgrade(inventory());

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.tasks("changed")).containsExactly("agent: Start k3s-agent");
        assertNothingIsLeftOfAStep();
    }

    @Test
    @Order(6)
    void aMachineThatWasMadeAnewJoinsUnderItsOldName() {
        makeAnew(host(3), "k3s-agent");

        JsonRun up = upgrade(inventory());

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.details("changed"))
                .anyMatch(task -> task.startsWith(
                        "agent: Start k3s-agent: remove node agent of the machine that was here before"));
        assertThat(host(0).sh(NODES).lines()).hasSize(5).allMatch(line -> line.contains(" Ready "));
    }

    /** What a fresh machine has: nothing, and its hostname. */
    static void makeAnew(LabHost host, String unit) {
        host.sh("/usr/local/bin/" + unit + "-uninstall.sh >/dev/null 2>&1; rm -rf /etc/rancher /var/lib/k3sdeploy; "
                + "[ ! -e /var/lib/rancher/k3s/server ]");
    }

    @Test
    @Order(8)
    void downTakesAllAway() {
        JsonRun down = lab().control().json(inventory(), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(down.tasks("changed").subList(0, 2))
                .containsExactlyInAnyOrder("agent: Remove K3S", "agent-2: Remove K3S");
        Remains.none(lab().all());
    }
}
