package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** There seconds after the first start, or never. */
class NodeTokenTest {
    private static final String THERE = "test -s /var/lib/rancher/k3s/server/node-token";

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void aTokenThatIsThereIsNotRead() {
        host.on(THERE).succeeds();

        assertThat(TaskTrial.on(host).run(new NodeToken())).isEqualTo(new Outcome.Ok("the server has its token"));
        assertThat(host.commands()).containsExactly(THERE);
    }

    @Test
    void aTokenThatComesIsWaitedFor() {
        host.on(THERE).fails(1).succeeds();
        host.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "start", "enabled", 0));

        assertThat(TaskTrial.on(host).run(new NodeToken())).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void theWaitSaysWhatTheUnitDoesAndItsDiagnosisHasTheJournal() {
        host.on(THERE).fails(1);
        host.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "start", "enabled", 0));
        host.onPart("journalctl").says("waiting for etcd\n");

        Verdict.Pending pending = (Verdict.Pending) TaskTrial.on(host).verdict(new NodeToken());

        assertThat(pending.seen()).isEqualTo("the server has no token yet, its unit is activating (start)");
        assertThat(pending.patience().within()).hasMinutes(5);
        String diagnosis = TaskTrial.on(host).ask(pending.diagnosis());
        assertThat(diagnosis).contains("k3s on node-1", "waiting for etcd");
    }

    @Test
    void aServerThatEndsAgainAndAgainIsNotWaitedFor() {
        host.on(THERE).fails(1);
        host.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "auto-restart", "enabled", 3));
        host.onPart("journalctl").says("level=fatal msg=\"address already in use\"\n");

        assertThatThrownBy(() -> TaskTrial.on(host).verdict(new NodeToken()))
                .isInstanceOfSatisfying(K3sDeployException.class, e -> {
                    assertThat(e.summary()).isEqualTo("On node-1, K3S ends again and again right after its start");
                    assertThat(e.hint()).contains("address already in use");
                });
    }

    @Test
    void oneOrTwoRestartsAreNoReasonToGiveUp() {
        host.on(THERE).fails(1);
        host.onPart("systemctl show").says(ServiceCurrentTest.state("activating", "auto-restart", "enabled", 2));

        assertThat(TaskTrial.on(host).verdict(new NodeToken())).isInstanceOf(Verdict.Pending.class);
    }

    @Test
    void theTokenIsReadWithoutItsLineEndAndNeverShown() {
        host.onPart("node-token").says("K10ab::server:pw\n");

        Optional<Secret> token = TaskTrial.on(host).ask(NodeToken::read);

        assertThat(token.map(Secret::reveal)).contains("K10ab::server:pw");
        assertThat(token).hasToString("Optional[•••]");
    }

    @Test
    void anEmptyTokenFileIsNoToken() {
        host.onPart("node-token").says("\n");

        Optional<Secret> token = TaskTrial.on(host).ask(NodeToken::read);

        assertThat(token).isEmpty();
    }
}
