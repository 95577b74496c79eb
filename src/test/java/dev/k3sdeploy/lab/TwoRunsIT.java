package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people, or one and a forgotten job of CI, at the same machines. */
class TwoRunsIT {
    private static final String LOCK = "/run/k3sdeploy.lock";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    @Test
    void theSecondIsToldTheThirdWaitsAndTheKernelFreesWhatAKilledOneHeld() throws InterruptedException {
        // Nothing listens on that port: the run waits for the agent, and can be met for sure.
        LabInventory waiting = LAB.inventory()
                .with(LAB.agents().get(0), "k3s_url", "https://" + LAB.server().address() + ":6555");
        try (CommandProcess first = LAB.control().start(waiting, "up")) {
            first.awaitText("changed: [server] Start k3s");

            JsonRun second = LAB.control().json(LAB.inventory(), "down", "--yes");
            assertThat(second.exitCode()).as("%s", second).isEqualTo(5);
            assertThat(second.problems())
                    .contains(
                            "is in use by k3sdeploy up of ",
                            "process " + first.process().pid(),
                            "--wait-lock");
            assertThat(LAB.control().run(LAB.inventory(), "status").exitCode())
                    .as("who only looks is not kept out")
                    .isNotEqualTo(5);
            assertThat(LAB.control().run(LAB.inventory(), "up", "--check").exitCode())
                    .isEqualTo(3);

            try (CommandProcess third = LAB.control().start(LAB.inventory(), "up", "--wait-lock", "3m")) {
                third.awaitText("Waiting for ");
                first.signal("KILL");
                assertThat(third.exitCode()).as("%s", third.text()).isZero();
            }
        }
        CommandRun again = LAB.control().run(LAB.inventory(), "up");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(LAB.all()).allSatisfy(host -> {
            assertThat(host.holds("pgrep -x k3s || pgrep -f /usr/local/bin/k3s"))
                    .as("K3S outlives the runs")
                    .isTrue();
            assertThat(host.holds("flock -n " + LOCK + " true"))
                    .as("and keeps no lock")
                    .isTrue();
        });
    }
}
