package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots, tokens and certificates, with the simulator. */
class UpkeepIT extends UpkeepContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent");

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    ControlSide control() {
        return LAB.control();
    }

    @Override
    LabInventory small() {
        return LAB.inventory();
    }

    /** The first server has the new state, the others have the old one, and are a majority. */
    @Override
    String moment() {
        return "Join the other servers";
    }

    @Test
    @Order(2)
    void theStateOfOneServerIsThereWhenThereAreThree() {
        run(inventory(), "up");

        assertThat(noted()).isEqualTo("first");
        assertAllReady(4);
    }

    @Test
    @Order(7)
    void aRotationThatIsKilledIsEndedByUpAndCanBeDoneAgain() throws Exception {
        try (CommandProcess rotate = control().start(inventory(), "certs", "rotate", "--yes", "-v")) {
            rotate.awaitText("changed: [server-1] Rotate the certificates");
            rotate.signal("KILL");
            assertThat(rotate.exitCode()).isEqualTo(137);
        }
        run(inventory(), "up");
        assertAllReady(4);
        String certificate = "sha256sum /var/lib/rancher/k3s/server/tls/client-admin.crt";
        String before = host(0).sh(certificate);
        String kubeconfig = Files.readString(control().kubeconfig());

        JsonRun rotate = run(inventory(), "certs", "rotate", "--yes");

        assertThat(rotate.tasks("changed"))
                .endsWith("agent: Rotate the certificates", "server-1: Bring the kubeconfig to k3s.yaml");
        assertThat(host(0).sh(certificate)).isNotEqualTo(before);
        assertThat(Files.readString(control().kubeconfig())).isNotEqualTo(kubeconfig);
        assertThat(run(inventory(), "up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(9)
    void aRotatedTokenReachesEveryNodeAndTheOldOneStaysWithItsSnapshots() {
        String before = host(0).sh(TOKEN);
        String mine = newest(inventory());
        host(0).sh("rm /var/lib/rancher/k3s/server/snapshot-tokens/" + mine);

        run(inventory(), "token", "rotate", "--yes");

        String after = host(0).sh(TOKEN);
        assertThat(after).isNotEqualTo(before);
        assertThat(host(1).sh(TOKEN)).isEqualTo(after);
        assertThat(host(3).sh("cat /etc/systemd/system/k3s-agent.service.env")).contains(after);
        assertThat(host(0).sh("cat /var/lib/rancher/k3s/server/snapshot-tokens/" + mine))
                .isEqualTo(before);
        assertAllReady(4);
        assertThat(run(inventory(), "up").tasks("changed")).isEmpty();
        assertThat(control()
                        .run(inventory(), "token", "show", "--servers")
                        .out()
                        .strip())
                .isEqualTo(after);
        assertThat(run(inventory(), "token", "create").lines())
                .anyMatch(line -> line.path("token").asText().matches("K10[0-9a-f]{64}::[0-9a-f]{6}\\.[0-9a-f]{16}"));
    }
}
