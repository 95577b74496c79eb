package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ScriptedVagrant;
import dev.k3sdeploy.cli.CommandRun;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A command that is killed while Vagrant makes the VMs of a student's folder, with a program that behaves as Vagrant does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for vagrant is a shell script")
class KilledWhileVagrantWorksTest {
    @Test
    void theSameCommandEndsInTheSamePlace() throws InterruptedException {
        try (ControlSide here = ControlSide.create()) {
            assertThat(CommandRun.of(here.machine(), "init", "--nodes", "4").exitCode())
                    .isZero();
            ScriptedVagrant vagrant = new ScriptedVagrant(here.work());
            IntStream.rangeClosed(1, 4).forEach(i -> vagrant.virtualbox("vagrantbox-" + i, "not_created", i));
            ControlSide control = here.with(
                    "PATH", Objects.requireNonNull(vagrant.here().environment().get("PATH")));

            vagrant.with("slow", "");
            try (CommandProcess first = CommandProcess.start(control, "up")) {
                first.awaitText("vagrantbox-1: Importing base box");
                first.signal("KILL");
                assertThat(first.exitCode()).isEqualTo(137);
            }
            assertThat(CommandRun.of(control.machine(), "machines", "list").out())
                    .contains("vagrantbox-1  poweroff", "vagrantbox-4  not created");
            vagrant.without("slow");

            CommandRun second = CommandRun.of(control.machine(), "machines", "up");

            assertThat(second.exitCode()).as("%s", second).isZero();
            assertThat(second.out()).doesNotContain("vagrantbox-1: Importing").contains("vagrantbox-4: Importing");
            assertThat(CommandRun.of(control.machine(), "machines", "list").out())
                    .hasLineCount(4)
                    .doesNotContain("poweroff", "not created");
            assertThat(CommandRun.of(control.machine(), "machines", "up", "--output=json")
                            .out())
                    .contains("\"changed\":0");
        }
    }
}
