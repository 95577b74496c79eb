package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stop, start, restart, and nodes that leave, with the simulator; the steps build on each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesAndServicesIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent-1", "agent-2")
            .thatReboot();

    private static final String NODES = "/usr/local/bin/k3s kubectl get nodes --no-headers";
    private static final String SHIM = "pgrep -f '[c]ontainerd-shim'";

    private static LabHost agent1() {
        return LAB.all().get(3);
    }

    private static LabHost agent2() {
        return LAB.all().get(4);
    }

    private static LabInventory inventory() {
        return LAB.inventory().withServer(LAB.all().get(1)).withServer(LAB.all().get(2));
    }

    private static JsonRun run(LabInventory inventory, String... words) {
        JsonRun run = LAB.control().json(inventory, words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    private static void unchanged(LabInventory inventory, String... words) {
        assertThat(run(inventory, words).tasks("changed")).isEmpty();
    }

    @Test
    @Order(1)
    void stopEndsK3sAndLeavesItsPods() {
        run(inventory(), "up");

        JsonRun stop = run(inventory(), "stop");

        assertThat(stop.tasks("changed")).hasSize(5);
        assertThat(stop.tasks("changed").subList(0, 2)).allMatch(task -> task.endsWith(": Stop k3s-agent"));
        assertThat(agent1().unit("k3s-agent", "ActiveState")).isEqualTo("inactive");
        assertThat(LAB.server().unit("k3s", "UnitFileState")).isEqualTo("enabled");
        assertThat(agent1().holds(SHIM)).isTrue();
        unchanged(inventory(), "stop");
    }

    @Test
    @Order(2)
    void statusShowsWhatIsStopped() {
        assertThat(LAB.control().run(inventory(), "status").out())
                .contains("inactive (dead)", "The API does not answer");
    }

    @Test
    @Order(3)
    void startBringsAllNodesBackAlthoughEveryServerWasStopped() {
        JsonRun start = run(inventory(), "start");

        assertThat(start.tasks("changed")).hasSize(5);
        assertThat(LAB.server().sh(NODES).lines()).hasSize(5);
        unchanged(inventory(), "start");
    }

    @Test
    @Order(4)
    void upStartsWhatWasStopped() {
        run(inventory(), "stop");

        assertThat(run(inventory(), "up").tasks("changed")).hasSize(5).allMatch(task -> task.contains(": Start k3s"));
        unchanged(inventory(), "up");
    }

    @Test
    @Order(5)
    void driftIsTold() {
        assertThat(status("--drift")).contains("No drift: `k3sdeploy up` would change nothing");
        agent1().sh("systemctl stop k3s-agent");

        CommandRun drifted = LAB.control().run(inventory(), "status", "--drift");

        assertThat(drifted.exitCode()).isIn(1, 3); // whether its node was missed yet
        assertThat(drifted.out()).contains("Drift: ", "  [agent-1] Start k3s-agent – it is ");
        assertThat(drifted.out()).doesNotContain("[agent-2]");
        run(inventory(), "up");
        assertThat(status("--drift")).contains("No drift");
    }

    private static String status(String option) {
        return LAB.control().run(inventory(), "status", option).out();
    }

    @Test
    @Order(5)
    void aWatchShowsWhatChangesUntilCtrlC() throws InterruptedException {
        try (CommandProcess watch = LAB.control().start(inventory(), "status", "--watch")) {
            watch.awaitText("agent-2");
            agent2().sh("systemctl stop k3s-agent");
            watch.awaitText(agent2().unit("k3s-agent", "ActiveState") + " (");
            agent2().sh("systemctl start k3s-agent");
            watch.signal("INT");
            assertThat(watch.exitCode()).isEqualTo(130);
            assertThat(watch.text()
                            .lines()
                            .filter(line -> line.startsWith("At "))
                            .count())
                    .isGreaterThanOrEqualTo(2);
        }
        run(inventory(), "up");
    }

    @Test
    @Order(5)
    void restartGivesEveryNodeItsTurn() {
        String before = LAB.server().unit("k3s", "MainPID");

        JsonRun restart = run(inventory(), "restart");

        assertThat(restart.tasks("changed")).hasSize(5);
        assertThat(restart.details("changed")).allMatch(task -> task.endsWith("it is Ready"));
        assertThat(LAB.server().unit("k3s", "MainPID")).isNotEqualTo(before);
        List<LabHost> agents = Stream.of(agent1(), agent2())
                .sorted(Comparator.comparing(agent -> agent.startedAt("k3s-agent")))
                .toList();
        assertThat(agents.get(1).startedAt("k3s-agent"))
                .isAfter(restart.time("task_ended", agents.get(0), "Restart k3s-agent"));
        assertThat(LAB.all()).noneMatch(host -> host.holds("[ -e /var/lib/k3sdeploy/rolling ]"));
        unchanged(inventory(), "up");
    }

    @Test
    @Order(5)
    void rebootRestartsMachinesAndTheirNodesComeBack() {
        String bootOf = "sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20";
        LabHost server2 = LAB.all().get(1);
        String before = agent1().sh(bootOf);

        JsonRun reboot = run(inventory(), "reboot", "--yes", "-l", "server-2,agent-1");

        assertThat(reboot.details("changed"))
                .containsExactly(
                        "server-2: Reboot the machine: move its pods away; reboot it; let pods onto it again",
                        "agent-1: Reboot the machine: move its pods away; reboot it; let pods onto it again");
        assertThat(agent1().sh(bootOf)).isNotEqualTo(before);
        assertThat(server2.unit("k3s", "ActiveState")).isEqualTo("active");
        assertThat(LAB.server().sh(NODES)).doesNotContain("SchedulingDisabled", "NotReady");
        unchanged(inventory(), "up");
    }

    @Test
    @Order(6)
    void killEndsThePodsToo() {
        run(inventory(), "kill", "-l", "agent-1");

        assertThat(agent1().holds(SHIM)).isFalse();
        assertThat(agent2().holds(SHIM)).isTrue();
        unchanged(inventory(), "kill", "-l", "agent-1");
        assertThat(run(inventory(), "up").tasks("changed")).containsExactly("agent-1: Start k3s-agent");
    }

    @Test
    @Order(7)
    void anAgentLeavesAndItsMachineIsCleanAlthoughTheFirstTryWasKilled() throws InterruptedException {
        killedAfter("changed: [agent-1] Drain its node", "node", "remove", "agent-1", "--yes", "-v");

        run(inventory(), "node", "remove", "agent-1", "--yes");

        assertThat(LAB.server().sh(NODES)).doesNotContain("agent-1");
        assertThat(agent1().holds("[ -e /usr/local/bin/k3s ] || [ -e /var/lib/rancher/k3s/agent ]"))
                .isFalse();
        unchanged(inventory(), "node", "remove", "agent-1", "--yes");
    }

    private static void killedAfter(String text, String... words) throws InterruptedException {
        try (CommandProcess process = LAB.control().start(inventory(), words)) {
            process.awaitText(text);
            process.signal("KILL");
            assertThat(process.exitCode()).isEqualTo(137);
        }
    }

    @Test
    @Order(8)
    void aServerIsTakenOutOfEtcdBeforeItsNodeGoes() throws InterruptedException {
        killedAfter("changed: [server-3] Drain its node", "node", "remove", "server-3", "--yes", "-v");

        JsonRun removal = run(inventory(), "node", "remove", "server-3", "--yes");

        assertThat(removal.details("changed"))
                .contains("server-3: Delete its node: take it out of etcd; delete node server-3");
        unchanged(inventory(), "node", "remove", "server-3", "--yes");
    }

    @Test
    @Order(9)
    void oneOfTheLastTwoServersMayNotLeave() {
        JsonRun refused = LAB.control().json(inventory(), "node", "remove", "server-2", "--yes");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.problems()).contains("etcd has 2 members", "Add a third server");
        assertThat(LAB.all().get(1).unit("k3s", "ActiveState")).isEqualTo("active");
    }

    @Test
    @Order(10)
    void pruneRemovesTheNodesThatTheInventoryDoesNotHave() {
        LabInventory without = inventory().without(agent1()).without(agent2());
        agent2().sh("systemctl stop k3s-agent");

        JsonRun named = run(without, "up");
        assertThat(named.command().out()).contains("Not in the inventory: agent-2");
        assertThat(LAB.server().sh(NODES)).contains("agent-2");

        JsonRun pruned = run(without, "up", "--prune", "--yes");
        assertThat(pruned.tasks("changed")).isEqualTo(List.of("agent-2: Drain its node", "agent-2: Delete its node"));
        assertThat(LAB.server().sh(NODES)).doesNotContain("agent-2");
        unchanged(without, "up", "--prune", "--yes");
    }

    @Test
    @Order(11)
    void anAgentThatAnswersNothingLeavesByForceOnly() {
        LabInventory inventory = inventory().without(agent1());
        run(inventory, "up");

        JsonRun refused =
                agent2().frozenDuring(() -> LAB.control().json(inventory, "node", "remove", "agent-2", "--yes"));
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.problems()).contains("--force");
        assertThat(LAB.server().sh(NODES)).contains("agent-2").doesNotContain("SchedulingDisabled");

        agent2().frozenDuring(() -> run(inventory, "node", "remove", "agent-2", "--yes", "--force"));
        assertThat(LAB.server().sh(NODES)).doesNotContain("agent-2");
    }

    @Test
    @Order(12)
    void downLeavesNothingOnAnyOfTheMachines() {
        run(inventory(), "down", "--yes");

        Remains.none(LAB.all());
    }
}
