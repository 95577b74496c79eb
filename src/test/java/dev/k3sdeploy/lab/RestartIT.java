package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A unit is restarted when it runs with something old, on the machine concerned and nowhere else. */
class RestartIT {
    private static final String CONFIG = "/etc/rancher/k3s/config.yaml";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    @BeforeEach
    void theClusterIsUp() {
        assertThat(LAB.control().run(LAB.inventory(), "up").exitCode()).isZero();
    }

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private static LabHost server() {
        return LAB.server();
    }

    @Test
    void aChangedOptionRestartsTheMachinesThatHaveIt() {
        LabInventory labelled = LAB.inventory().with(agent(), "k3s_installer_opts", "--node-label=a=b");
        assertThat(restartedBy(labelled)).containsExactly(agent());
        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
        assertThat(restartedBy(LAB.inventory().with("k3s_installer_opts", "--node-label=a=b")))
                .containsExactlyElementsOf(LAB.all());
    }

    @Test
    void aMirrorComesAndGoes() {
        String registries = "cat /etc/rancher/k3s/registries.yaml";
        assertThat(restartedBy(LAB.inventory().with(agent(), "k3s_docker_mirror", "https://mirror.example")))
                .containsExactly(agent());
        assertThat(agent().sh(registries)).contains("docker.io", "https://mirror.example");
        assertThat(server().holds(registries)).isFalse();

        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
        assertThat(agent().holds(registries)).isFalse();
    }

    @Test
    void aUnitEditedByHandIsPutRight() {
        String edit =
                "sed -i 's/^RestartSec=.*/RestartSec=77s/' /etc/systemd/system/k3s.service; systemctl daemon-reload";
        server().sh(edit + "; systemctl restart k3s");
        assertThat(restartedBy(LAB.inventory())).containsExactly(server());
        assertThat(server().unit("k3s", "RestartUSec")).isEqualTo("5s");

        server().sh(edit);
        assertThat(restartedBy(LAB.inventory()))
                .as("it never ran with the edit")
                .isEmpty();
        assertThat(server().unit("k3s", "RestartUSec")).isEqualTo("5s");
    }

    @Test
    void aForeignBinaryIsReplaced() {
        agent().sh("echo '# newer' >>/usr/local/bin/k3s");
        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
        assertThat(agent().sh("tail -n 1 /usr/local/bin/k3s")).isNotEqualTo("# newer");
    }

    @Test
    void aChangedEnvironmentIsPutRight() {
        agent().sh(
                        "echo \"K3S_DEBUG='true'\" >>/etc/systemd/system/k3s-agent.service.env; systemctl restart k3s-agent");
        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
    }

    @Test
    void aRunThatEndedBetweenWriteAndRestartIsHealed() {
        LabInventory labelled = LAB.inventory().with(agent(), "k3s_installer_opts", "--node-label=healed=yes");
        assertThat(restartedBy(labelled)).containsExactly(agent());
        String wanted = agent().sh("cat " + CONFIG);
        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
        agent().sh("cat >" + CONFIG + " <<'EOF'\n" + wanted + "\nEOF");

        JsonRun check = LAB.control().json(labelled, "up", "--check");
        assertThat(check.tasks("wouldChange")).containsExactly(agent() + ": Start k3s-agent");
        assertThat(restartedBy(labelled)).containsExactly(agent());
    }

    @Test
    void aStoppedServiceIsStarted() {
        agent().sh("systemctl stop k3s-agent");
        assertThat(restartedBy(LAB.inventory())).containsExactly(agent());
    }

    @Test
    void aDisabledServiceIsEnabledAndGoesOn() {
        agent().sh("systemctl disable k3s-agent");
        assertThat(restartedBy(LAB.inventory())).isEmpty();
        assertThat(agent().sh("systemctl is-enabled k3s-agent")).isEqualTo("enabled");
    }

    /** The machines whose unit was started by an up, in the lab's order; the up after that must have nothing to do. */
    private static List<LabHost> restartedBy(LabInventory inventory) {
        Map<String, String> before = starts();
        JsonRun up = LAB.control().json(inventory, "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        Map<String, String> after = starts();
        JsonRun second = LAB.control().json(inventory, "up");
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.tasks("changed")).isEmpty();
        assertThat(starts()).isEqualTo(after);
        return LAB.all().stream()
                .filter(host -> !after.getOrDefault(host.name(), "").equals(before.get(host.name())))
                .toList();
    }

    private static Map<String, String> starts() {
        Map<String, String> starts = new TreeMap<>();
        LAB.all()
                .forEach(host -> starts.put(
                        host.name(),
                        host.unit(host == server() ? "k3s" : "k3s-agent", "ExecMainStartTimestamp,InvocationID")));
        return starts;
    }
}
