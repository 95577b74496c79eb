package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that cannot be worked on. */
class UnreachableIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    @Test
    void aMachineThatDoesNotAnswerIsNamedBeforeAnythingIsChanged() {
        JsonRun up = agent().frozenDuring(() -> LAB.control().json(LAB.inventory(), "up"));

        assertThat(up.exitCode()).as("%s", up).isEqualTo(4);
        assertThat(up.count(agent(), "unreachable")).isEqualTo(1);
        assertThat(up.problems()).contains("agent-1 (" + agent().address() + ":22)");
        assertThat(up.tasks("changed")).isEmpty();
        assertThat(up.tasks("ok")).contains("server: Check the machine");
        assertThat(up.tasks("unreachable")).hasSize(1);
        assertThat(LAB.control().kubeconfig())
                .as("a play that lost a machine is the last")
                .doesNotExist();

        JsonRun without = agent().frozenDuring(
                        () -> LAB.control().json(LAB.inventory().with("k3s_max_unreachable", "50%"), "up"));
        assertThat(without.exitCode()).as("%s", without).isEqualTo(4);
        assertThat(without.count(agent(), "unreachable")).isEqualTo(1);
        assertThat(without.command().toString())
                .contains("Going on without agent-1", "k3s_max_unreachable lets a run lose 50%, 1 of 2 machines");
        assertThat(without.tasks("ok")).contains("server: Wait until 2 nodes are Ready");
        assertThat(LAB.control().kubeconfig()).exists();

        JsonRun again = LAB.control().json(LAB.inventory(), "up");
        assertThat(again.exitCode()).as("%s", again).isZero();

        JsonRun dead =
                agent().unheardDuring(() -> LAB.control().json(LAB.inventory().with("k3s_max_unreachable", "1"), "up"));
        assertThat(dead.exitCode()).as("%s", dead).isEqualTo(4);
        assertThat(dead.problems())
                .as("not the whole patience that is had with one that all others wait for")
                .contains("agent-1 (" + agent().address() + ":22): no answer within 4 s, and all others have answered");
        assertThat(dead.count("changed")).isZero();
        assertThat(LAB.control().json(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    @Test
    void aKeyThatTheMachineDoesNotKnowIsNamed() {
        String key = LAB.control().makeKey("other").toString();
        JsonRun up =
                LAB.control().json(LAB.inventory().with(agent(), "ansible_ssh_private_key_file", key), "up", "--check");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(4);
        assertThat(up.problems()).contains("agent-1", "vagrant", key + ": refused", "authorized_keys");
    }

    @Test
    void sudoThatAsksForAPasswordSaysHowToGiveIt() {
        LabInventory inventory = LAB.inventory().with("ansible_user", "operator");
        JsonRun up = LAB.control().json(inventory, "up");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("server", "sudo", "password", "ansible_become_password");
        assertThat(up.count("changed")).isZero();

        JsonRun given = LAB.control().json(inventory.with("ansible_become_password", "operator"), "up", "--check");
        assertThat(given.exitCode()).as("%s", given).isEqualTo(3);
    }

    @Test
    void aUserWhoMayNotUseSudoIsToldSo() {
        LabInventory inventory = LAB.inventory().with("ansible_user", "plain").with("ansible_become_password", "plain");
        JsonRun up = LAB.control().json(inventory, "up");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("server", "sudo refuses this user");
    }
}
