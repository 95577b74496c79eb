package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** New secrets for old ones. */
class RotationPlaybooksTest {
    private static final Path KUBECONFIG = Path.of("/tmp/none/k3s.yaml");
    private static final NodeSpec SECOND =
            Nodes.of("node-2", Role.SERVER, "192.168.50.202").spec();
    private static final NodeSpec AGENT =
            Nodes.of("node-3", Role.AGENT, "192.168.50.203").spec();
    private static final ClusterSpec CLUSTER =
            Nodes.cluster(KUBECONFIG, List.of(Nodes.server().spec(), SECOND), AGENT);

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void serversComeBeforeAgentsAndTheKubeconfigLast() {
        assertThat(RotationPlaybooks.certificates(CLUSTER, target -> true, "1").describe())
                .containsSubsequence(
                        "See whether K3S knows `certificate rotate`",
                        "one server at a time",
                        "node-1",
                        "node-2",
                        "Rotate the agents' certificates",
                        "node-3",
                        "Bring the kubeconfig to k3s.yaml");
        assertThat(RotationPlaybooks.token(CLUSTER, "1").describe())
                .containsSubsequence(
                        "Keep the old token with the snapshots",
                        "Rotate the token",
                        "node-1",
                        "Start the other servers with it, one at a time",
                        "node-2",
                        "Start the agents with it",
                        "node-3");
    }

    @Test
    void aTokenThatTheInventorySaysIsNotRotated() {
        ClusterSpec given =
                Nodes.cluster(KUBECONFIG, Nodes.server().token("geheim").spec());

        assertThatThrownBy(() -> RotationPlaybooks.token(given, "1"))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("k3s_token");
    }

    @Test
    void anOlderK3sIsToldAsSuchAndWhatToDoInstead() {
        host.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
        host.onPart("certificate rotate --help").fails(3);
        host.onPart("--version").says("k3s version v1.21.2+k3s1 (abc)\n");

        K3sDeployException problem = TaskTrial.problem(run(Capable.ROTATE_CERTIFICATES));

        assertThat(problem.summary()).isEqualTo("On node-1, K3S v1.21.2+k3s1 has no `k3s certificate rotate`");
        assertThat(problem.hint()).contains("k3sdeploy restart");
    }

    @Test
    void aRotationNotesFirstThatTheServerIsToBeStartedAgain() {
        host.onPart("/run/k3sdeploy/token-rotated").fails(44).says("1\n");
        host.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
        host.onPart("k3s token rotate").succeeds();

        assertThat(run(new TokenRotated("1"))).isInstanceOf(Outcome.Changed.class);
        assertThat(host.commands())
                .anyMatch(
                        command -> command.startsWith("rm -f /run/k3sdeploy/k3s.started && /usr/local/bin/k3s token"));
    }

    @Test
    void aStoppedServerCannotRotateItsToken() {
        host.onPart("/run/k3sdeploy/token-rotated").fails(44);
        host.onPart("systemctl show").says(ServiceCurrentTest.state("inactive", "dead", "enabled", 0));

        assertThat(TaskTrial.problem(run(new TokenRotated("1"))).hint()).contains("k3sdeploy start");
    }

    @Test
    void aTokenIsMadeOnceAndShownToNobodyElse() {
        MadeToken made = new MadeToken();
        host.onPart("token create --ttl 1h --description 'the rack'").says("K10abc::abcdef.0123456789abcdef\n");

        Outcome outcome = run(new TokenMade(Optional.of("1h"), Optional.of("the rack"), made));

        assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        assertThat(outcome.toString()).doesNotContain("abcdef.");
        assertThat(made.token()).contains(Secret.of("K10abc::abcdef.0123456789abcdef"));
        assertThat(host.commands()).hasSize(1);
    }

    @Test
    void whatIsDoneMeanwhileComesBetweenStopAndStartAndTheStartComesWhateverBecomesOfIt() {
        host.onPart("systemctl show").says(ServiceCurrentTest.state("active", "running", "enabled", 0));
        host.onPart("; echo ==; cat").says("a\n==\na\n==\n");
        host.onPart("/run/k3sdeploy/restarted").fails(44);
        host.onPart("rolling.new").succeeds();
        host.onPart("maintenance/status").fails(1);
        host.onPart("systemctl stop k3s").succeeds();
        host.onPart("certificate rotate").fails(1);
        host.onPart("--no-block restart k3s").succeeds();
        Task rotated = new Restarted(
                Nodes.server().spec(), CLUSTER, "1", Optional.of(Restarted.Meanwhile.ROTATE_CERTIFICATES));

        assertThat(run(rotated)).isInstanceOf(Outcome.Failed.class);
        assertThat(host.commands().stream()
                        .filter(each -> each.matches("(?s).*(stop k3s|certificate rotate|--no-block).*")))
                .hasSize(3);
        assertThat(host.commands().get(host.commands().size() - 1)).contains("--no-block restart k3s");
    }

    private Outcome run(Task task) {
        return TaskTrial.on(host).run(task);
    }
}
