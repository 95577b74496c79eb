package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stopping, starting and restarting what is installed. */
class ServicePlaybooksTest {
    private static final String SHOW = "systemctl show";
    private static final String NOTED = "; echo ==; cat /run/k3sdeploy/k3s.started";
    private static final String CURRENT = """
            aaaa  /etc/systemd/system/k3s.service
            ==
            aaaa  /etc/systemd/system/k3s.service
            ==
            """;
    private static final String RUNNING = ServiceCurrentTest.state("active", "running", "enabled", 0);
    private static final String STOPPED = ServiceCurrentTest.state("inactive", "dead", "enabled", 0);
    private static final String ABSENT = "LoadState=not-found\nActiveState=inactive\nSubState=dead\n";
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            Nodes.server().spec(),
            Nodes.of("node-2", Role.AGENT, "192.168.50.202").spec());

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void agentsAreStoppedBeforeServersAndStartedAfterThem() {
        assertThat(ServicePlaybooks.stop(CLUSTER, target -> true, false).describe())
                .containsSubsequence("Stop the agents", "node-2", "Stop the servers", "node-1");
        assertThat(ServicePlaybooks.start(CLUSTER, target -> true).describe())
                .containsSubsequence("Start the servers", "Start the agents", "Wait until 2 nodes are Ready");
        assertThat(ServicePlaybooks.restart(CLUSTER, target -> true, "1").describe())
                .containsSubsequence("Restart the servers, one at a time", "node-1", "Restart the agents", "node-2");
    }

    @Test
    void aLimitLeavesTheOtherMachinesAlone() {
        assertThat(ServicePlaybooks.stop(CLUSTER, target -> target.name().equals("node-2"), false)
                        .describe())
                .contains("node-2")
                .doesNotContain("node-1");
    }

    @Test
    void aRunningUnitIsStoppedAndItsExitStatusForgotten() {
        host.onPart(SHOW).says(RUNNING).says(STOPPED);
        host.onPart("systemctl stop k3s &&").succeeds();

        assertThat(run(new UnitStopped(Role.SERVER))).isInstanceOf(Outcome.Changed.class);
        assertThat(host.commands()).anyMatch(command -> command.contains("systemctl reset-failed k3s"));
    }

    @Test
    void aUnitThatNeverStartedUpIsStoppedToo() {
        host.onPart(SHOW).says(ServiceCurrentTest.state("activating", "auto-restart", "enabled", 9));

        assertThat(TaskTrial.on(host).predict(new UnitStopped(Role.SERVER))).isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void whatIsStoppedFailedOrNotThereIsInPlace() {
        for (String state : List.of(STOPPED, ABSENT, ServiceCurrentTest.state("failed", "failed", "enabled", 0))) {
            host.onPart(SHOW).says(state);
            assertThat(run(new UnitStopped(Role.SERVER))).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void filesAloneAreNothingThatRuns() {
        host.on(Teardown.LEFTOVERS.script()).says("file /usr/local/bin/k3s\ndirectory /run/k3s\n");

        assertThat(run(new EverythingStopped(Role.AGENT))).isEqualTo(new Outcome.Ok("nothing of K3S runs"));
    }

    @Test
    void containersThatOutlivedTheUnitAreEndedByTheKillScript() {
        host.on(Teardown.LEFTOVERS.script())
                .says("process 7 (containerd-shim)\ninterface cni0\n12 iptables rules\nfile /usr/local/bin/k3s\n")
                .says("file /usr/local/bin/k3s\n");
        host.onPart("killall=$(mktemp /run/k3sdeploy-XXXXXX)").succeeds();
        host.onPart("reset-failed k3s-agent").succeeds();

        Outcome outcome = run(new EverythingStopped(Role.AGENT));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Changed.class,
                        changed -> assertThat(changed.diff().summary()).isEqualTo("end 3 things of K3S's"));
        assertThat(host.inputs()).contains(Template.of("k3s-killall.sh").render());
    }

    @Test
    void aStoppedUnitIsStarted() {
        host.onPart(SHOW).says(STOPPED).says(RUNNING);
        host.onPart(NOTED).says(CURRENT);
        host.onPart("systemctl --no-block restart k3s").succeeds();

        assertThat(run(new UnitStarted(Role.SERVER))).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void whatRunsWithAnOlderFileIsLeftToUp() {
        host.onPart(SHOW).says(RUNNING);
        host.onPart(NOTED).says(CURRENT.replaceFirst("aaaa", "bbbb"));

        assertThat(run(new UnitStarted(Role.SERVER))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void whatIsNotInstalledIsNeitherStartedNorRestarted() {
        host.onPart(SHOW).says(ABSENT);
        host.onPart(NOTED).says("==\n");

        for (Task task : List.of(new UnitStarted(Role.SERVER), restarted("1"))) {
            K3sDeployException problem = TaskTrial.problem(run(task));

            assertThat(problem).hasMessageContaining("On node-1, K3S is not installed");
            assertThat(problem.hint()).contains("k3sdeploy up");
        }
    }

    @Test
    void aRestartWaitsForItsTurn() {
        host.onPart(SHOW).says(RUNNING);
        host.onPart(NOTED).says(CURRENT);
        host.onPart("/run/k3sdeploy/restarted").fails(44);

        assertThat(TaskTrial.on(host).verdict(restarted("2026-11-22T10:00:00Z")))
                .isInstanceOfSatisfying(
                        Verdict.InTurn.class, turn -> assertThat(turn.verdict()).isInstanceOf(Verdict.Drift.class));
    }

    @Test
    void aRestartOfAnotherRunIsNotThisOnes() {
        host.onPart(SHOW).says(RUNNING);
        host.onPart(NOTED).says(CURRENT);
        host.onPart("/run/k3sdeploy/restarted").says("2026-11-22T09:00:00Z\n");

        assertThat(TaskTrial.on(host).predict(restarted("2026-11-22T10:00:00Z")))
                .isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void aNodeThatThisRunHasRestartedIsNotRestartedAgain() {
        host.onPart(SHOW).says(RUNNING);
        host.onPart(NOTED).says(CURRENT);
        host.onPart("/run/k3sdeploy/restarted").says("2026-11-22T10:00:00Z\n");

        assertThat(run(restarted("2026-11-22T10:00:00Z"))).isInstanceOf(Outcome.Ok.class);
        assertThat(host.commands()).noneMatch(command -> command.contains("restart k3s"));
    }

    private static Restarted restarted(String run) {
        return new Restarted(Nodes.server().spec(), CLUSTER, run);
    }

    private Outcome run(Task task) {
        return TaskTrial.on(host).run(task);
    }
}
