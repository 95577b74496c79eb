package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of what is done to a machine that is restarted. */
class RebootedTest {
    private static final String RUN = "2026-11-22T10:00:00Z";
    private static final String NOTE = "cat /var/lib/k3sdeploy/reboot";
    private static final String RUNNING = ServiceCurrentTest.state("active", "running", "enabled", 0);
    private static final ClusterSpec CLUSTER = cluster(Rollout.DEFAULTS);

    private final ScriptedSession host = new ScriptedSession();

    private RebootedTest() {
        host.onPart("systemctl show").says(RUNNING);
        host.onPart("; echo ==; cat").says("a\n==\na\n==\n");
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
    }

    private static ClusterSpec cluster(Rollout rollout) {
        return new ClusterSpec(
                "lab",
                List.of(Nodes.server().spec()),
                List.of(Nodes.of("node-2", Role.AGENT, "192.168.50.202").spec()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Path.of("/tmp/none/k3s.yaml"),
                Duration.ofMinutes(5),
                rollout);
    }

    private Outcome predict(ClusterSpec cluster) {
        return TaskTrial.on(host).predict(new Rebooted(Nodes.server().spec(), cluster, RUN));
    }

    private static String summary(Outcome outcome) {
        return ((Outcome.WouldChange) outcome).diff().summary();
    }

    @Test
    void podsLeaveFirst() {
        host.onPart(NOTE).fails(44);

        assertThat(summary(predict(CLUSTER))).isEqualTo("move its pods away");
    }

    @Test
    void whereNothingIsDrainedPodsStay() {
        host.onPart(NOTE).fails(44);

        assertThat(summary(predict(cluster(new Rollout(false, Duration.ofMinutes(1), 1)))))
                .isEqualTo("leave its pods where they are");
        assertThat(summary(predict(Nodes.cluster(
                        Path.of("/tmp/none/k3s.yaml"), Nodes.server().spec()))))
                .isEqualTo("leave its pods where they are");
    }

    @Test
    void aNodeThatAnEarlierRunHasEmptiedIsNotTakenForOneThatSomebodyCordoned() {
        host.onPart(NOTE).fails(44);
        host.onPart("; echo ==; cat").says("a\n==\na\n==\nrestarting, drained\n==\n");

        assertThat(summary(predict(CLUSTER))).isEqualTo("leave its pods where they are");
    }

    @Test
    void thenTheMachineIsRestartedWhateverEarlierRunsDid() {
        host.onPart(NOTE).says(RUN + " emptied\n");
        assertThat(summary(predict(CLUSTER))).isEqualTo("reboot it");

        host.onPart(NOTE).says("2026-11-21T10:00:00Z done\n");
        assertThat(summary(predict(CLUSTER))).isEqualTo("move its pods away");
    }

    @Test
    void afterItsRestartTheNodeIsWaitedFor() {
        host.onPart(NOTE).says(RUN + " done\n");
        host.onPart("; echo ==; cat").says("a\n==\na\n==\nrestarting, drained\n==\n");
        host.onPart("get --raw /api/v1/nodes").ends(1, "", "the server is starting\n");

        assertThat(predict(CLUSTER))
                .isInstanceOfSatisfying(
                        Outcome.Skipped.class,
                        waiting -> assertThat(waiting.why()).contains("the server is starting"));
    }

    @Test
    void serversComeFirst() {
        assertThat(ServicePlaybooks.reboot(CLUSTER, target -> true, RUN).describe())
                .containsSubsequence("Reboot the servers, one at a time", "node-1", "Reboot the agents", "node-2");
    }
}
