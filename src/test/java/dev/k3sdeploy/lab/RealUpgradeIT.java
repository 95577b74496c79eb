package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From one minor version of real K3S to the next, three servers and two agents; killed in the middle. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@EnabledIfEnvironmentVariable(named = RealK3s.NEXT, matches = ".+", disabledReason = "it names no newer real K3S")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealUpgradeIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent-1", "agent-2");

    private static final String NODES = "/usr/local/bin/k3s kubectl get nodes --no-headers";

    private static LabInventory inventory() {
        return RealK3s.inventory(LAB)
                .withServer(LAB.all().get(1))
                .withServer(LAB.all().get(2))
                .with("k3s_upgrade_batch", 2);
    }

    private static JsonRun run(String k3s, String... words) {
        JsonRun run = RealK3s.control(LAB, k3s).json(inventory(), words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    private static void assertAllReady(int nodes, String version) {
        assertThat(LAB.server().sh(NODES).lines())
                .hasSize(nodes)
                .allMatch(line -> line.contains(" Ready ") && line.endsWith(version));
    }

    @Test
    @Order(1)
    void anUpgradeThatIsKilledInTheMiddleGoesOn() throws InterruptedException {
        run(RealK3s.VARIABLE, "up");
        assertAllReady(5, RealK3s.version(RealK3s.VARIABLE));
        LAB.server().sh("/usr/local/bin/k3s kubectl annotate node server-1 course=kept");

        try (AskingClient client = new AskingClient(LAB.control().kubeconfig())) {
            try (CommandProcess upgrade = RealK3s.control(LAB, RealK3s.NEXT).start(inventory(), "up", "-v")) {
                upgrade.awaitText("changed: [server-1] Start k3s");
                upgrade.signal("KILL");
                assertThat(upgrade.exitCode()).isEqualTo(137);
            }
            JsonRun up = run(RealK3s.NEXT, "up");
            assertThat(up.tasks("changed").stream().filter(task -> task.contains(": Start k3s")))
                    .containsExactlyInAnyOrder(
                            "server-2: Start k3s",
                            "server-3: Start k3s",
                            "agent-1: Start k3s-agent",
                            "agent-2: Start k3s-agent");
            assertThat(client.outages()).hasSizeLessThanOrEqualTo(3);
            System.out.println("From " + RealK3s.version(RealK3s.VARIABLE) + " to " + RealK3s.version(RealK3s.NEXT)
                    + ", " + client);
        }
        assertAllReady(5, RealK3s.version(RealK3s.NEXT));
        assertThat(LAB.server().sh(NODES)).doesNotContain("SchedulingDisabled");
        assertThat(LAB.server()
                        .sh("/usr/local/bin/k3s kubectl get node server-1 -o jsonpath={.metadata.annotations.course}"))
                .isEqualTo("kept");
    }

    @Test
    @Order(2)
    void theSecondRunChangesNothing() {
        assertThat(run(RealK3s.NEXT, "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(3)
    void theWayBackIsRefused() {
        JsonRun back = RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory(), "up");

        assertThat(back.exitCode()).isEqualTo(1);
        assertThat(back.problems()).contains(RealK3s.version(RealK3s.NEXT), RealK3s.version(RealK3s.VARIABLE));
        assertAllReady(5, RealK3s.version(RealK3s.NEXT));
    }

    @Test
    @Order(4)
    void aServerLeavesEtcdAndComesAgain() {
        JsonRun removal = run(RealK3s.NEXT, "node", "remove", "server-3", "--yes");

        assertThat(removal.details("changed"))
                .contains("server-3: Delete its node: take it out of etcd; delete node server-3");
        assertAllReady(4, RealK3s.version(RealK3s.NEXT));
        assertThat(run(RealK3s.NEXT, "node", "remove", "server-3", "--yes").tasks("changed"))
                .isEmpty();

        run(RealK3s.NEXT, "up");
        assertAllReady(5, RealK3s.version(RealK3s.NEXT));
        assertThat(run(RealK3s.NEXT, "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(5)
    void downLeavesNothing() {
        run(RealK3s.NEXT, "down", "--yes");

        Remains.none(LAB.all());
    }
}
