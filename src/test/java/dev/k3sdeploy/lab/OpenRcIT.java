package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster's life where OpenRC starts services: Debian's real OpenRC, since no Alpine can be had everywhere. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenRcIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.withOpenRc("server", "agent-1");

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private static List<String> changedBy(LabInventory inventory, String... words) {
        JsonRun run = LAB.control().json(inventory, words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run.tasks("changed");
    }

    @Test
    @Order(1)
    void upStartsServicesThatStartWithTheMachine() {
        assertThat(changedBy(LAB.inventory(), "up")).contains("server: Start k3s", "agent-1: Start k3s-agent");

        assertThat(LAB.server()
                        .sh("/usr/local/bin/k3s kubectl get nodes --no-headers")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains(" Ready "));
        assertThat(agent().sh("rc-update show default")).contains("k3s-agent");
        assertThat(agent().sh("stat -c %a /etc/rancher/k3s/k3s-agent.env /etc/init.d/k3s-agent"))
                .isEqualTo("600\n755");
        assertThat(LAB.all()).noneMatch(host -> host.holds("ls /etc/systemd/system/k3s*"));
        assertThat(changedBy(LAB.inventory(), "up")).isEmpty();
    }

    @Test
    @Order(2)
    void aChangedValueRestartsItsMachineAlone() {
        String pid = "cat /run/openrc/options/*/child_pid";
        String serverBefore = LAB.server().sh(pid);
        String agentBefore = agent().sh(pid);
        LabInventory changed = LAB.inventory().with(agent(), "k3s_env", java.util.Map.of("TEST", "with a blank"));

        assertThat(changedBy(changed, "up"))
                .containsExactly(
                        "agent-1: Write /etc/systemd/system/k3s-agent.service.env", "agent-1: Start k3s-agent");
        assertThat(agent().sh(pid)).isNotEqualTo(agentBefore);
        assertThat(LAB.server().sh(pid)).isEqualTo(serverBefore);
        assertThat(agent().sh("tr '\\0' '\\n' </proc/$(" + pid + ")/environ")).contains("TEST=with a blank");
        assertThat(changedBy(changed, "up")).isEmpty();
    }

    @Test
    @Order(3)
    void stopAndStart() {
        assertThat(changedBy(LAB.inventory(), "stop")).hasSize(2);
        assertThat(LAB.control().run(LAB.inventory(), "status").out()).contains("inactive (stopped)");
        assertThat(changedBy(LAB.inventory(), "stop")).isEmpty();
        assertThat(changedBy(LAB.inventory(), "start")).hasSize(2);
        assertThat(changedBy(LAB.inventory(), "start")).isEmpty();
    }

    @Test
    @Order(3)
    void theEvidenceIsOpenRcs() {
        String archive = LAB.control().work().resolve("it.tgz").toString();

        CommandRun debug = LAB.control().run(LAB.inventory(), "debug", "-o", archive);

        assertThat(debug.exitCode()).as("%s", debug).isZero();
        assertThat(LocalProgram.run("tar", "-xzOf", archive, "it/machines/server/units.txt"))
                .contains("rc-status --all", "Runlevel: default", "#!/sbin/openrc-run", "k3s.started");
        assertThat(LocalProgram.run("tar", "-xzOf", archive, "it/machines/agent-1/journal.txt"))
                .contains("tail -n 5000 /var/log/k3s-agent.log", "Starting k3s agent")
                .doesNotContain("journalctl");
        assertThat(LocalProgram.run("tar", "-xzOf", archive, "it/machines/agent-1/config.txt"))
                .contains("== /etc/rancher/k3s/k3s-agent.env");
    }

    @Test
    @Order(4)
    void downLeavesNothing() {
        CommandRun down = LAB.control().run(LAB.inventory(), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        Remains.none(LAB.all());
        assertThat(LAB.all()).noneMatch(host -> host.holds("rc-update show default | grep k3s"));
        assertThat(changedBy(LAB.inventory(), "down", "--yes")).isEmpty();
    }
}
