package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real grep and sed; swapoff and /proc/swaps are the test's own. */
@SuppressWarnings("NullAway.Init")
class SwapOffTest {
    private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    private static final String ROOT_LINE = "UUID=1234 / ext4 defaults 0 1\n";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder);
        machine.file("/swaps", HEADER)
                .program("swapoff", "echo \"$*\" >>/run/swapoff; printf '%s' 'none' >/proc/swaps");
    }

    @Test
    void noSwapAnywhereIsInPlace() {
        machine.file("/etc/fstab", ROOT_LINE);

        assertThat(run()).isEqualTo(new Outcome.Ok("no swap in use, none in /etc/fstab"));
        assertThat(machine.has("/run/swapoff")).isFalse();
    }

    @Test
    void aMachineWithoutFstabHasNoSwapInIt() {
        assertThat(run()).isInstanceOf(Outcome.Ok.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swapfile none swap sw 0 0",
                "/swap.img\tnone\tswap\tsw\t0\t0",
                "UUID=0f-1e\tnone   swap    defaults        0       0",
                "  /dev/sda2  none  swap  sw  0  0",
                "\t/dev/sda2 none swap sw 0 0",
                "/dev/mapper/vg-swap swap swap defaults 0 0",
                "/dev/sda2 none swap",
                "/dev/sda2 none swap sw,pri=5,discard 0 0 # fast",
                "LABEL=swap none swap sw 0 0",
                "/dev/sda2 none swap noauto",
            })
    void aSwapLineOfAnyFormIsCommentedOutAndTheOthersStay(String line) {
        machine.file("/etc/fstab", "# a comment\n" + ROOT_LINE + line + "\ntmpfs /tmp tmpfs defaults 0 0\n");

        assertThat(run())
                .isEqualTo(new Outcome.Changed(
                        Diff.of("comment swap out of /etc/fstab", "/etc/fstab", line.strip(), "#" + line.strip())));
        assertThat(machine.read("/etc/fstab"))
                .isEqualTo("# a comment\n" + ROOT_LINE + "#" + line + "\ntmpfs /tmp tmpfs defaults 0 0\n");
        assertThat(run()).isInstanceOf(Outcome.Ok.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/swapfile none swap sw 0 0",
                " # /swapfile none swap sw 0 0",
                " #/swapfile none swap sw 0 0",
                "# /dev/sda2 none swap sw 0 0",
                "/dev/sdb1 /swap ext4 defaults 0 2",
                "/dev/sdb1 /srv ext4 swap 0 2",
                "swap /srv tmpfs swap 0 0",
                "/dev/sdb1 /srv swapfs defaults 0 0",
            })
    void whatOnlyLooksLikeASwapLineIsLeftAlone(String line) {
        machine.file("/etc/fstab", ROOT_LINE + line + "\n");

        assertThat(run()).isInstanceOf(Outcome.Ok.class);
        assertThat(machine.read("/etc/fstab")).isEqualTo(ROOT_LINE + line + "\n");
    }

    @Test
    void aLastLineWithoutAnEndIsALine() {
        machine.file("/etc/fstab", ROOT_LINE + "/swapfile none swap sw 0 0");

        assertThat(run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/etc/fstab")).isEqualTo(ROOT_LINE + "#/swapfile none swap sw 0 0");
    }

    @Test
    void swapInUseIsTurnedOffAndNamed() {
        machine.file("/swaps", HEADER + "/dev/sda2  partition 1 0 -2\n/swapfile file 1 0 -3\n");

        assertThat(run().toString()).contains("turn off swap on /dev/sda2 /swapfile");
        assertThat(machine.read("/run/swapoff")).isEqualTo("-a\n");
    }

    @Test
    void checkModeTurnsNothingOff() {
        machine.file("/swaps", HEADER + "/dev/sda2  partition 1 0 -2\n").file("/etc/fstab", "/dev/sda2 none swap sw\n");

        assertThat(TaskTrial.on(() -> machine).predict(new SwapOff())).isInstanceOf(Outcome.WouldChange.class);
        assertThat(machine.has("/run/swapoff")).isFalse();
        assertThat(machine.read("/etc/fstab")).isEqualTo("/dev/sda2 none swap sw\n");
    }

    private Outcome run() {
        return TaskTrial.on(() -> machine).run(new SwapOff());
    }
}
