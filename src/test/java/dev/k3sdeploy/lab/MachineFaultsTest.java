package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.TaskResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that do not obey, or are not what they were: told with the way out, and the next run heals. */
@SuppressWarnings("NullAway.Init")
class MachineFaultsTest {
    private static final String HANGS = "#!/bin/sh\nexec sleep 1000\n";

    private BootedCluster booted;

    @BeforeEach
    void boot(@TempDir Path folder) {
        booted = BootedCluster.boot(folder, 1);
    }

    @AfterEach
    void turnOff() {
        booted.close();
    }

    static String only(List<TaskResult> problems) {
        assertThat(problems).hasSize(1);
        return String.valueOf(
                ((Outcome.Failed) problems.get(0).outcome()).problem().getMessage());
    }

    @Test
    void swapThatCannotBeTurnedOffIsToldAndNothingElseIsTouched() {
        booted.server().files().file("/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 1 -2\n");
        booted.server()
                .files()
                .program("swapoff", "echo 'swapoff: /dev/sda2: swapoff failed: Cannot allocate memory' >&2; exit 255");

        Report up = booted.cluster().up();

        assertThat(only(up.problems()))
                .contains("swapoff failed: Cannot allocate memory", "does not fit into the machine's memory");
        assertThat(up.counts().changed()).isZero();
        booted.server().files().program("swapoff", "printf 'none\\n' >/proc/swaps");
        booted.healsByTheNextUp("swap that could not be turned off");
    }

    @Test
    void aMachineWithoutTheScriptsOfK3sIsCleanedAllTheSame() {
        booted.cluster().up().orThrow();
        booted.server().sh("rm /usr/local/bin/k3s-*.sh");

        booted.cluster().down().orThrow();

        assertThat(booted.server().sh("ls /usr/local/bin /etc/rancher /var/lib/rancher 2>/dev/null || :"))
                .doesNotContain("k3s");
        assertThat(booted.server().sh("ps -e -o args | grep '[k]3s server' || :"))
                .isEmpty();
        booted.healsByTheNextUp("a machine without k3s-killall.sh");
    }

    /** K3S takes it for a new node at its next start. */
    @Test
    @Tag("long")
    void aMachineWhoseHostnameChangedIsToldOfBothItsNodes() {
        booted.cluster().up().orThrow();
        booted.server().sh("hostname renamed");
        booted.healsByTheNextUp("another hostname");
        booted.server().sh("systemctl stop k3s");
        List<String> notes = new CopyOnWriteArrayList<>();

        booted.builder(Lab.simulator(), ClusterOptions.DEFAULTS.listening(event -> {}, notes(notes)))
                .build()
                .up()
                .orThrow();

        assertThat(notes).anyMatch(note -> note.contains("renamed, server-1 have one address, 10.77.0.1"));
        booted.server().sh("k3s kubectl delete node server-1");
        booted.healsByTheNextUp("a node was deleted that its machine is no more");
    }

    private static ClusterOptions.Notices notes(List<String> heard) {
        return new ClusterOptions.Notices() {
            @Override
            public void note(String text) {
                heard.add(text);
            }

            @Override
            public void downloaded(String file, long done, long total) {}
        };
    }

    @Test
    @Tag("long")
    void anApiThatTakesTenSecondsForEachAnswerIsWaitedFor() {
        booted.cluster().up().orThrow();
        booted.server().files().file("/etc/default/k3s", BootedMachine.KNOBS + "K3S_SIMULATOR_API_DELAY=10\n");
        booted.server().sh("systemctl --no-block restart k3s");

        booted.healsByTheNextUp("each answer takes ten seconds");
        assertThat(booted.cluster().status().healthy()).isTrue();
    }

    @Test
    @Tag("long")
    void aSystemctlThatHangsIsToldAtItsDeadline() {
        booted.server().files().file("/usr/local/sbin/systemctl", HANGS);

        Report up = booted.cluster().up();

        assertThat(only(up.problems())).contains("systemctl", "did not end within");
        booted.server().files().program("systemctl", BootedMachine.tool("systemctl"));
        booted.healsByTheNextUp("a systemctl that hung");
    }
}
