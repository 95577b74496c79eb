package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Play;
import dev.k3sdeploy.engine.Playbook;
import dev.k3sdeploy.engine.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done to which machine, in which order. */
class PlaybooksTest {
    private static final Target SERVER = new Target("node-1");
    private static final Target AGENT = new Target("node-2");
    private static final ClusterSpec CLUSTER = Nodes.cluster(
            Path.of("/tmp/none/k3s.yaml"),
            Nodes.server().spec(),
            Nodes.of("node-2", Role.AGENT, "192.168.50.202").spec());
    private static final Binaries NONE = machine -> {
        throw new AssertionError("a plan fetches nothing");
    };

    @Test
    void theTokenIsThereBeforeAnAgentWantsIt() {
        String plan = UpPlaybook.of(CLUSTER, NONE, target -> true).describe();

        assertThat(plan)
                .containsSubsequence(
                        "Wait for the node token",
                        "Write /etc/systemd/system/k3s-agent.service.env",
                        "Start k3s-agent");
    }

    @Test
    void everyFileIsThereBeforeTheServiceStarts() {
        String plan = UpPlaybook.of(CLUSTER, NONE, target -> true).describe();

        assertThat(plan)
                .containsSubsequence(
                        "Install /usr/local/bin/k3s",
                        "Write /etc/rancher/k3s/config.yaml",
                        "Write /etc/systemd/system/k3s.service\n",
                        "Write /etc/systemd/system/k3s.service.env",
                        "Start k3s\n");
    }

    @Test
    void aLimitedRunChangesOnlyThatMachineAndStillAsksTheServer() {
        Playbook plan = UpPlaybook.of(CLUSTER, NONE, Set.of(AGENT)::contains);

        assertThat(plan.plays().get(0).tasks().keySet()).containsExactly(AGENT);
        assertThat(plan.plays().get(1).tasks().keySet()).containsExactly(AGENT);
        assertThat(plan.plays().get(2).tasks().keySet()).containsExactly(SERVER);
        assertThat(plan.describe()).contains("Wait until the node is Ready");
    }

    @Test
    void downTakesAgentsFirstAndTheKubeconfigLast() {
        assertThat(DownPlaybook.of(CLUSTER, target -> true).describe()).isEqualTo("""
                Down: cluster lab

                Remove the agents
                  node-2
                    Remove K3S

                Remove the servers
                  node-1
                    Remove K3S

                Tidy up here
                  node-1
                    Remove the kubeconfig
                """);
    }

    @Test
    void downOfAnAgentKeepsServerAndKubeconfig() {
        assertThat(DownPlaybook.of(CLUSTER, Set.of(AGENT)::contains).plays())
                .extracting(Play::title)
                .isEqualTo(List.of("Remove the agents"));
    }
}
