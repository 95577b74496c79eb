package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that was whole, and is not any more. */
@Tag("long")
class ClusterFaultsIT {
    /** What an agent shows when it joins; it does so anew where it has no certificate any more. */
    private static final String ANOTHER_PASSWORD = """
            systemctl stop k3s-agent
            echo 00000000000000000000000000000000 >/etc/rancher/node/password
            rm -f /var/lib/rancher/k3s/agent/client-kubelet.*
            systemctl start --no-block k3s-agent
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    private final Healing healing = new Healing(LAB);

    @BeforeEach
    void theClusterIsUp() {
        assertThat(LAB.control().run(LAB.inventory(), "up").exitCode()).isZero();
    }

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
        Remains.none(LAB.all());
    }

    @Test
    void aNodeWhosePasswordIsRefusedIsToldWithTheWayOut() {
        LAB.agents().get(0).sh(ANOTHER_PASSWORD);

        JsonRun up = LAB.control().json(LAB.inventory().with("k3s_ready_timeout", 8), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems())
                .contains("the cluster knows another machine under this node's name", "`k3sdeploy node remove NAME`");

        JsonRun remove = LAB.control().json(LAB.inventory(), "node", "remove", "agent", "--force", "--yes");
        assertThat(remove.exitCode()).as("%s", remove).isZero();
        healing.byTheNextUp(LAB.control(), LAB.inventory(), LAB.all(), "a refused node password");
    }
}
