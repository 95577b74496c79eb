package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong with machines is said before anything on them is changed. */
class PreflightIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1", "agent-2");

    private static final String TAKE_PORT = "systemd-run -q --unit taken-port python3 -m http.server --bind 0.0.0.0 ";

    private static LabHost agent(int number) {
        return LAB.agents().get(number - 1);
    }

    @AfterEach
    void machinesAreWellAgain() {
        LAB.atOnce(host -> host.sh("systemctl stop taken-port 2>/dev/null; hostname " + host.name()));
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    @Test
    void nothingIsInTheWayOnFreshMachinesNorOnRunningOnes() {
        assertThat(failures(LAB.control().json(LAB.inventory(), "check"))).isEmpty();

        JsonRun up = LAB.control().json(LAB.inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isZero();

        JsonRun check = LAB.control().json(LAB.inventory(), "check");
        assertThat(check.exitCode()).as("%s", check).isZero();
        assertThat(failures(check)).isEmpty();
        assertThat(reason(check, "ports")).isEqualTo("the ports of K3S are free, or K3S's own");
        assertThat(reason(check, "existing-k3s")).isEqualTo("K3S is here, by k3sdeploy");
        assertThat(reason(check, "server-route")).isEqualTo("this is a server");
        assertThat(LAB.control().json(LAB.inventory(), "up").count("changed")).isZero();
    }

    @Test
    void aTakenPortAndASecondMachineOfTheSameNameStopTheRunBeforeAnythingIsChanged() {
        agent(1).sh(TAKE_PORT + 10250);
        agent(2).sh("hostname server");

        JsonRun up = LAB.control().json(LAB.inventory(), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed"))
                .containsExactlyInAnyOrder(
                        "server: Check the machine", "agent-1: Check the machine", "agent-2: Check the machine");
        assertThat(up.problems())
                .containsPattern("ports: K3S needs ports that others hold: 10250/tcp \\(python3, pid \\d+\\)")
                .contains("hostname: its name «server» is that of agent-2 too")
                .contains("hostname: its name «server» is that of server too")
                .contains("--skip-preflight ports");
        assertThat(up.count("changed")).isZero();
        LAB.all()
                .forEach(host -> assertThat(host.holds("test -e /usr/local/bin/k3s"))
                        .as("K3S on %s", host)
                        .isFalse());
    }

    @Test
    void checkSaysTheSameAndChangesNothing() {
        agent(1).sh(TAKE_PORT + 10250);

        JsonRun check = LAB.control().json(LAB.inventory(), "check");

        assertThat(check.exitCode()).as("%s", check).isEqualTo(1);
        assertThat(failures(check)).containsExactly("agent-1: ports");
        assertThat(LAB.control().run(LAB.inventory(), "check").out())
                .contains("failure: ports: K3S needs ports that others hold: 10250/tcp (python3")
                .contains("End these programs");
    }

    @Test
    void aCheckThatIsNotWantedDoesNotStopTheRun() {
        agent(1).sh(TAKE_PORT + 10250);

        assertThat(LAB.control()
                        .run(LAB.inventory(), "check", "--skip-preflight", "ports")
                        .exitCode())
                .isZero();
        JsonRun up = LAB.control().json(LAB.inventory().with("k3s_skip_preflight", "ports,clock"), "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.tasks("ok")).contains("agent-1: Check the machine");
    }

    @Test
    void aFirewallThatDropsTheAgentsPacketsIsFoundBeforeTheyJoin() {
        LAB.server().sh("iptables -I INPUT -p tcp --dport 6443 -s " + agent(1).address() + " -j DROP");
        try {
            JsonRun check = LAB.control().json(LAB.inventory(), "check");

            assertThat(failures(check)).as("%s", check).containsExactly("agent-1: server-route");
        } finally {
            LAB.server().sh("iptables -D INPUT -p tcp --dport 6443 -s " + agent(1).address() + " -j DROP");
        }
    }

    private static List<String> failures(JsonRun check) {
        return check.lines().stream()
                .filter(line -> line.path("verdict").asText().equals("failure"))
                .map(line ->
                        line.path("host").asText() + ": " + line.path("check").asText())
                .toList();
    }

    private static String reason(JsonRun check, String name) {
        return check.lines().stream()
                .filter(line -> line.path("host").asText().equals("server"))
                .filter(line -> line.path("check").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("reason")
                .asText();
    }
}
