package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.ScriptedVagrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a student types, with a program that behaves as Vagrant does. */
@SuppressWarnings("NullAway.Init")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for vagrant is a shell script")
class MachinesCommandTest {
    @TempDir
    private Path folder;

    private ScriptedVagrant vagrant;

    /** Nobody listens on these ports. */
    @BeforeEach
    void init() {
        assertThat(CommandRun.of(new ControlMachine(folder, folder, "tester", Map.of()), "init", "--nodes", "4")
                        .exitCode())
                .isZero();
        vagrant = new ScriptedVagrant(folder)
                .virtualbox("vagrantbox-1", "not_created", 1)
                .virtualbox("vagrantbox-2", "not_created", 2)
                .virtualbox("vagrantbox-3", "not_created", 3)
                .virtualbox("vagrantbox-4", "not_created", 4);
    }

    private CommandRun type(String... words) {
        return CommandRun.of(vagrant.here(), words);
    }

    @Test
    void initSaysWhatItWroteAndWhatToTypeNext() {
        CommandRun again = type("init", "--nodes", "3");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("already; nothing was written", "--force");

        CommandRun forced = type("init", "--nodes", "3", "--force", "--network", "192.168.57");
        assertThat(forced.out())
                .contains(
                        "Wrote Vagrantfile and inventory.yml: 3 VMs by virtualbox, 192.168.57.201",
                        "Next: k3sdeploy up");
        assertThat(forced.err()).isEmpty();
    }

    @Test
    void machinesUpMakesThemAndTheSecondTimeChangesNothing() {
        CommandRun up = type("machines", "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out())
                .contains(
                        "PLAY [Make the machines] vagrantbox-1 vagrantbox-2 vagrantbox-3 vagrantbox-4",
                        "==> vagrantbox-1: Importing base box",
                        "changed: [vagrantbox-4] Run the machine – created");

        CommandRun second = type("machines", "up", "--output=json");
        assertThat(second.out()).contains("\"changed\":0");
        assertThat(type("machines", "list").out())
                .hasLineCount(4)
                .contains("vagrantbox-1  running (virtualbox)", "vagrantbox-4  running (virtualbox)");
    }

    @Test
    void aCheckMakesNothingAndSaysWhatItWould() {
        CommandRun check = type("machines", "up", "--check");

        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out()).contains("would change: [vagrantbox-1] Run the machine – created");
        assertThat(vagrant.calls()).noneMatch(call -> call.startsWith("up"));
    }

    @Test
    void whatDoesNotRunIsToldAndNotWaitedFor() {
        assertThat(type("status").out() + type("status").err()).contains("does not run", "machines up");
        CommandRun stop = type("stop");
        assertThat(stop.exitCode()).isEqualTo(1);
        assertThat(stop.err()).contains("do not run: vagrantbox-1 (not created)", "vagrantbox-4 (not created)");
    }

    @Test
    void machinesDownStopsThemAndUpStartsThemAgain() {
        type("machines", "up");

        CommandRun down = type("machines", "down");
        assertThat(down.exitCode()).isZero();
        assertThat(down.out()).contains("changed: [vagrantbox-1] Stop the machine – stopped");
        assertThat(type("machines", "list", "--output=json").out())
                .contains("\"host\":\"vagrantbox-1\",\"state\":\"stopped\",\"condition\":\"poweroff\"");
        assertThat(type("machines", "up").out()).contains("Run the machine – started");
    }

    @Test
    void vmsAreNotDestroyedWithoutAYes() {
        type("machines", "up");

        CommandRun asked = type("down", "--machines");
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).contains("--yes");
        assertThat(vagrant.calls()).noneMatch(call -> call.startsWith("destroy"));

        CommandRun down = type("down", "--machines", "--yes");
        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(down.out())
                .contains("changed: [vagrantbox-2] Remove the machine – removed, with all that was on it");
        assertThat(type("machines", "list").out()).contains("not created");
    }

    @Test
    void aLimitLeavesTheOthersAlone() {
        CommandRun some = type("machines", "up", "-l", "vagrantbox-2,vagrantbox-3");
        assertThat(some.out()).contains("changed: [vagrantbox-3]").doesNotContain("[vagrantbox-1]", "[vagrantbox-4]");
        assertThat(type("machines", "list").out())
                .contains("vagrantbox-1  not created", "vagrantbox-2  running", "vagrantbox-4  not created");
        type("machines", "up");
        assertThat(type("machines", "down", "-l", "vagrantbox-3").out()).doesNotContain("vagrantbox-1");
        assertThat(type("machines", "list").out()).contains("vagrantbox-1  running", "vagrantbox-3  poweroff");

        assertThat(type("down", "--machines", "--yes", "-l", "vagrantbox-2").exitCode())
                .isZero();
        assertThat(vagrant.calls()).last().isEqualTo("destroy --force --machine-readable vagrantbox-2");
    }

    @Test
    void anInventoryOfMachinesThatStandThereHasNoneToMake() throws Exception {
        Files.writeString(folder.resolve("inventory.yml"), "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}\n");

        CommandRun up = type("machines", "up");
        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.err()).contains("none that k3sdeploy makes", "machines: vagrant");
    }
}
