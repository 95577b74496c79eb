package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command as a process of its own, stopped in the middle of a run. */
class InterruptIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    @Test
    void ctrlCLetsTheRunningStepsEndAndTheNextRunGoesOn() throws InterruptedException {
        try (CommandProcess up = LAB.control().start(LAB.inventory(), "up")) {
            up.awaitText("Install /usr/local/bin/k3s");
            up.signal("INT");
            assertThat(up.exitCode()).as("%s", up.text()).isEqualTo(130);
            assertThat(up.text())
                    .contains("Interrupted: letting the running steps end", "PLAY RECAP", "run the same command again")
                    .doesNotContain("export KUBECONFIG");
        }
        assertConverges();
    }

    @Test
    void aSecondCtrlCEndsAtOnce() throws InterruptedException {
        // Nothing listens on that port: the last play waits for the agent.
        LabInventory inventory = LAB.inventory()
                .with(LAB.agents().get(0), "k3s_url", "https://" + LAB.server().address() + ":6555");
        LAB.agents()
                .get(0)
                .sh("printf '[Service]\\nExecStart=/bin/sleep 999\\nTimeoutStopSec=60\\nExecStop=/bin/sleep 50\\n'"
                        + " >/etc/systemd/system/k3s-agent.service && systemctl start k3s-agent");
        try (CommandProcess up = LAB.control().start(inventory, "up", "-v")) {
            up.awaitText("PLAY [Join the agents");
            Thread.sleep(2000);
            up.signal("INT");
            up.awaitText("Ctrl-C again ends at once");
            up.signal("INT");
            assertThat(up.exitCode()).as("%s", up.text()).isEqualTo(130);
            assertThat(up.text()).doesNotContain("PLAY RECAP");
        }
        LAB.agents().get(0).sh("systemctl kill -s KILL k3s-agent; rm /etc/systemd/system/k3s-agent.service");
    }

    @Test
    void aTerminalThatIsClosedEndsTheRunAndTheNextOneGoesOn() throws InterruptedException {
        try (CommandProcess up = LAB.control().start(LAB.inventory(), "up")) {
            up.awaitText("Install /usr/local/bin/k3s");
            up.signal("HUP");
            assertThat(up.exitCode()).as("%s", up.text()).isEqualTo(129);
        }
        assertConverges();
    }

    /** Killed like this no step is ended, and whatever was half done must not mislead the next run. */
    @Test
    void aKilledRunIsHealedByTheNext() throws InterruptedException {
        for (String moment :
                new String[] {"Install /usr/local/bin/k3s", "Write /etc/rancher/k3s/config.yaml", "Start k3s"}) {
            try (CommandProcess up = LAB.control().start(LAB.inventory(), "up")) {
                up.awaitText(moment);
                up.signal("KILL");
                assertThat(up.exitCode()).isEqualTo(137);
            }
        }
        assertConverges();
        assertThat(LAB.all())
                .allSatisfy(host -> assertThat(host.sh("find / -xdev -name '*k3sdeploy-part*'"))
                        .isEmpty());
    }

    private static void assertConverges() {
        JsonRun second = LAB.control().json(LAB.inventory(), "up");
        assertThat(second.exitCode()).as("%s", second).isZero();
        JsonRun third = LAB.control().json(LAB.inventory(), "up");
        assertThat(third.exitCode()).as("%s", third).isZero();
        assertThat(third.tasks("changed")).isEmpty();
    }
}
