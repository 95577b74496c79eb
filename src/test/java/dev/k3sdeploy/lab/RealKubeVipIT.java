package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The manifest of kube-vip before a real API, and all that goes by the address in front. kube-vip itself does not run: a
 * closed machine can pull no image, so the test gives the server's NIC the address.
 */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
class RealKubeVipIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    private static final String KUBECTL = "/usr/local/bin/k3s kubectl ";
    private static final String MANIFEST = "/var/lib/rancher/k3s/server/manifests/k3sdeploy/kube-vip.yaml";

    @Test
    void theApiTakesTheManifestAndEverybodyGoesByTheAddress() {
        LabHost server = LAB.server();
        String shared = server.address().replaceFirst("\\d+$", "250");
        server.sh("ip address add " + shared + "/32 dev eth0");
        LabInventory inventory = RealK3s.inventory(LAB)
                .with("k3s_api_endpoint", shared)
                .with("k3s_kube_vip", Map.of("interface", "eth0"));
        ControlSide control = RealK3s.control(LAB, RealK3s.VARIABLE);

        CommandRun up = control.run(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(server.sh(KUBECTL + "apply --dry-run=server --validate=true -f " + MANIFEST + " 2>/dev/null"))
                .contains("serviceaccount/kube-vip", "clusterrole.rbac.authorization.k8s.io/system:kube-vip")
                .contains("clusterrolebinding.rbac.authorization.k8s.io/system:kube-vip", "daemonset.apps/kube-vip");
        assertThat(server.sh("timeout 60 sh -c 'until " + KUBECTL
                        + "-n kube-system get pods --no-headers | grep kube-vip; do sleep 1; done'"))
                .hasLineCount(1);
        assertThat(control.kubeconfig()).content().contains("https://" + shared + ":6443");
        assertThat(LAB.agents().get(0).sh("cat /etc/systemd/system/k3s-agent.service.env"))
                .contains("https://" + shared + ":6443");
        assertThat(server.sh(KUBECTL + "get nodes --no-headers").lines())
                .hasSize(2)
                .allMatch(line -> line.contains(" Ready "));
        assertThat(control.json(inventory, "up").tasks("changed")).isEmpty();
    }
}
