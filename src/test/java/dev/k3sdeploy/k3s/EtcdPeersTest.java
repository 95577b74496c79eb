package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restarted server waits for no others whose certificates are over. The machine looked at is {@code node-1}. */
class EtcdPeersTest {
    private static final Instant NOW = Instant.parse("2027-11-23T00:00:00Z");
    private static final NodeSpec SERVER = Nodes.server().spec();
    private static final NodeSpec SECOND =
            Nodes.of("server-2", Role.SERVER, "192.168.50.202").spec();
    private static final NodeSpec THIRD =
            Nodes.of("server-3", Role.SERVER, "192.168.50.203").spec();
    private static final ClusterSpec CLUSTER =
            Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), List.of(SERVER, SECOND, THIRD));
    private static final String RUNNING = ServiceCurrentTest.state("activating", "start", "enabled", 0);

    private final ScriptedSession host = new ScriptedSession();
    private final ScriptedSession second = new ScriptedSession();
    private final ScriptedSession third = new ScriptedSession();

    @BeforeEach
    void aServerThatFindsNoMajorityAfterItsRestart() throws Exception {
        host.onPart("systemctl show").says(RUNNING);
        host.onPart("; echo ==; cat")
                .says("files\n==\nfiles\n==\nrestarting\n==\n")
                .says("files\n==\nfiles\n==\nrestarting\n==\n")
                .says("files\n==\nfiles\n==\n==\n");
        host.onPart("get --raw /api/v1/nodes").ends(1, "", "The connection to the server was refused\n");
        host.onPart("rm -f /var/lib/k3sdeploy/rolling").succeeds();
        shows(host, NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void itGoesOnWhereTheOthersAreStillToBeRestarted() throws Exception {
        shows(second, NOW.minusSeconds(1));
        shows(third, NOW.minusSeconds(1));

        assertThat(trial().run(new NodeService(SERVER, CLUSTER)))
                .isEqualTo(new Outcome.Changed(
                        Diff.of("go on: it cannot be Ready before server-2, server-3, whose certificates are over")));
        assertThat(host.commands()).anyMatch(command -> command.startsWith("rm -f /var/lib/k3sdeploy/rolling"));
    }

    @Test
    void itIsWaitedForWhereEnoughOthersHoldAlready() throws Exception {
        shows(second, NOW.minusSeconds(1));
        shows(third, NOW.plusSeconds(1));

        assertThat(waitsFor()).contains("the API does not answer");
    }

    @Test
    void itIsWaitedForAsLongAsItsOwnWasNotRenewed() throws Exception {
        shows(host, NOW.minusSeconds(1));

        assertThat(waitsFor()).contains("the API does not answer");
        assertThat(second.commands()).isEmpty();
    }

    @Test
    void whatHasNoEtcdIsWaitedFor() throws Exception {
        host.onPart("peer-server-client.crt").says(NOW.getEpochSecond() + "\n");

        assertThat(waitsFor()).contains("the API does not answer");
    }

    @Test
    void aServerThatCannotBeReachedIsNotCounted() throws Exception {
        shows(third, NOW.minusSeconds(1));

        List<NodeSpec> missed = trial().without(new Target("server-2"))
                .ask(machine -> new EtcdPeers(SERVER, CLUSTER).withoutWhomNoMajority(machine));

        assertThat(missed).containsExactly(THIRD);
    }

    private String waitsFor() {
        Verdict.InTurn turn = (Verdict.InTurn) trial().verdict(new NodeService(SERVER, CLUSTER));
        return ((Verdict.Pending) turn.verdict()).seen();
    }

    private TaskTrial trial() {
        return TaskTrial.on(host).with(new Target("server-2"), second).with(new Target("server-3"), third);
    }

    private static void shows(ScriptedSession machine, Instant ends) throws Exception {
        machine.onPart("peer-server-client.crt").says(NOW.getEpochSecond() + "\n" + CertificateTest.pem(false, ends));
    }
}
