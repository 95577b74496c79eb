package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that reboot, K3S that is stopped and started, a node that leaves and comes again, with real K3S. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealNodesIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent").thatReboot();

    /** When process 1 started: a container's boot id is that of the machine below. */
    private static final String BOOT = "sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20";

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private static JsonRun run(String... words) {
        LabInventory inventory = RealK3s.inventory(LAB);
        JsonRun run = RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory, words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    private static void assertAllReady() {
        assertThat(LAB.server()
                        .sh("/usr/local/bin/k3s kubectl get nodes --no-headers")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains(" Ready "));
        assertThat(run("up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(1)
    void machinesRebootAndTheirNodesComeBack() {
        run("up");
        List<String> before = LAB.all().stream().map(host -> host.sh(BOOT)).toList();

        JsonRun reboot = run("reboot", "--yes");

        assertThat(reboot.tasks("changed")).containsExactly("server: Reboot the machine", "agent: Reboot the machine");
        assertThat(LAB.all().stream().map(host -> host.sh(BOOT))).doesNotContainAnyElementsOf(before);
        assertAllReady();
    }

    @Test
    @Order(2)
    void stoppedNodesStart() {
        assertThat(run("stop").tasks("changed")).containsExactly("agent: Stop k3s-agent", "server: Stop k3s");
        assertThat(run("stop").tasks("changed")).isEmpty();

        assertThat(run("start").tasks("changed")).hasSize(2);
        assertAllReady();
    }

    @Test
    @Order(3)
    void aNodeThatLeavesLeavesACleanMachineAndMayComeAgain() {
        run("node", "remove", "agent", "--yes");

        assertThat(LAB.server().sh("/usr/local/bin/k3s kubectl get nodes --no-headers"))
                .doesNotContain("agent");
        assertThat(LAB.server().sh("/usr/local/bin/k3s kubectl -n kube-system get secrets"))
                .doesNotContain("agent.node-password");
        Remains.none(LAB.agents());
        assertThat(run("node", "remove", "agent", "--yes").tasks("changed")).isEmpty();

        assertThat(run("up").tasks("changed")).contains("agent: Start k3s-agent");
        assertAllReady();
        run("kill", "-l", "agent");
        assertThat(agent().holds("pgrep -x k3s || ip link show flannel.1")).isFalse();
    }

    @Test
    @Order(4)
    void downLeavesNothing() {
        run("down", "--yes");

        Remains.none(LAB.all());
    }
}
