package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** K3S that does not come up: the message shows why, in K3S's own words. */
class FailingServiceIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    @Test
    void anAgentThatCannotJoinIsWaitedForUntilTheDeadline() {
        LabInventory inventory = LAB.inventory()
                .with("k3s_ready_timeout", 8)
                .with(agent(), "k3s_url", "https://" + LAB.server().address() + ":6555");
        JsonRun up = LAB.control().json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed")).containsExactly("server: Wait until 2 nodes are Ready");
        assertThat(up.problems())
                .contains("within 8 s", "agent-1 has not joined", "k3s-agent on agent-1 is activating (start)", "6555");
        assertThat(LAB.control().kubeconfig()).doesNotExist();
    }

    /** Far below the five minutes that a healthy server is given. */
    @Test
    @Timeout(90)
    void aServerThatEndsAgainAndAgainIsNotWaitedFor() {
        JsonRun up =
                LAB.control().json(LAB.inventory().with("k3s_master_extra_opts", "--https-listen-port=nonsense"), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed")).containsExactly("server: Wait for the node token");
        assertThat(up.problems()).contains("On server, K3S ends again and again", "restarted ", "https-listen-port");
        assertThat(agent().holds("systemctl is-active k3s-agent")).isFalse();
    }

    /** It makes its token first. */
    @Test
    @Timeout(90)
    void aServerThatEndsLaterIsNotWaitedForEither() {
        JsonRun up = LAB.control().json(LAB.inventory().with("k3s_master_extra_opts", "--node-taint=nonsense"), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed")).containsExactly("server: Wait until 2 nodes are Ready");
        assertThat(up.problems()).contains("On server, K3S ends again and again", "invalid node-taint nonsense");
    }

    @Test
    @Timeout(90)
    void anAgentThatEndsAgainAndAgainIsNotWaitedFor() {
        JsonRun up = LAB.control().json(LAB.inventory().with(agent(), "k3s_installer_opts", "--nonsense=1"), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("On agent-1, K3S ends again and again", "restarted ", "nonsense");
    }
}
