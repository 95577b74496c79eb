package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dpkg says, who holds apt's lock, and what apt is asked for. */
class PackagesInstalledTest {
    private static final String APT = "command -v apt-get >/dev/null";
    private static final String INSTALLED =
            "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' curl jq open-iscsi 2>/dev/null";
    private static final String RUN = "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 ";
    private static final PackagesInstalled TASK = new PackagesInstalled(List.of("curl", "jq", "open-iscsi"));

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void allInstalledIsInPlaceWithoutALookAtLocks() {
        host.on(APT).succeeds().and().on(INSTALLED).says("curl installed\njq installed\nopen-iscsi installed\n");

        assertThat(run()).isEqualTo(new Outcome.Ok("installed: curl, jq, open-iscsi"));
        assertThat(host.commands()).containsExactly(APT, INSTALLED);
    }

    @Test
    void onlyWhatIsMissingIsInstalled() {
        host.on(APT).succeeds();
        host.on(INSTALLED).ends(1, "curl installed\n", "").says("curl installed\njq installed\nopen-iscsi installed\n");
        host.onPart("/proc/locks").says("");
        host.on(RUN + "update -qq").succeeds();
        host.on(RUN + "install -qq -y --no-install-recommends jq open-iscsi").succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("missing: jq, open-iscsi")));
    }

    @Test
    void aPackageThatWasRemovedAndLeftItsSettingsIsMissing() {
        host.on(APT).succeeds().and().on(INSTALLED).says("curl config-files\njq installed\nopen-iscsi not-installed\n");
        host.onPart("/proc/locks").says("");

        assertThat(TaskTrial.on(host).predict(TASK))
                .isEqualTo(new Outcome.WouldChange(Diff.of("missing: curl, open-iscsi")));
    }

    @Test
    void aHalfInstalledPackageIsMissing() {
        host.on(APT).succeeds();
        host.on(INSTALLED).says("curl installed\njq half-configured\nopen-iscsi installed\n");
        host.onPart("/proc/locks").says("");

        assertThat(TaskTrial.on(host).predict(TASK)).isEqualTo(new Outcome.WouldChange(Diff.of("missing: jq")));
    }

    @Test
    void whileAnotherProgramHoldsAptsLocksItWaitsAndNamesIt() {
        host.on(APT).succeeds();
        host.on(INSTALLED).ends(1, "", "");
        host.onPart("/proc/locks").says("unattended-upgr (pid 812)\n");

        Verdict verdict = TaskTrial.on(host).verdict(TASK);

        assertThat(((Verdict.Pending) verdict).seen()).isEqualTo("apt is in use by unattended-upgr (pid 812)");
        assertThat(((Verdict.Pending) verdict).patience().within()).hasMinutes(10);
    }

    @Test
    void aPackageThatDoesNotExistFailsWithAptsWords() {
        host.on(APT).succeeds().and().on(INSTALLED).ends(1, "", "");
        host.onPart("/proc/locks").says("");
        host.on(RUN + "update -qq").succeeds();
        host.onPart("install -qq").ends(100, "", "E: Unable to locate package open-iscsi\n");

        assertThat(TaskTrial.problem(run()).summary()).contains("status 100: E: Unable to locate package open-iscsi");
    }

    @Test
    void anotherDistributionIsSkippedAndToldWhatToInstall() {
        host.on(APT).fails(127);

        assertThat(run())
                .isEqualTo(new Outcome.Skipped(
                        "only apt is known; where they are missing, install by hand: curl, jq, open-iscsi"));
    }

    @Test
    void noPackagesNoQuestion() {
        assertThat(TaskTrial.on(host).run(new PackagesInstalled(List.of())))
                .isEqualTo(new Outcome.Skipped("no packages wanted"));
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void theRealDpkgIsRead(@TempDir Path folder) {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/dpkg-query")), "needs dpkg");
        machine.program("apt-get", "echo \"$*\" >>/run/apt")
                .file("/var/lib/dpkg/lock-frontend", "")
                .directory("/var/lib/dpkg/updates")
                .file(
                        "/var/lib/dpkg/status",
                        status("curl", "install ok installed") + status("jq", "deinstall ok config-files"));
        PackagesInstalled both = new PackagesInstalled(List.of("curl", "jq"));

        assertThat(TaskTrial.on(() -> machine).predict(both))
                .isEqualTo(new Outcome.WouldChange(Diff.of("missing: jq")));
        assertThat(TaskTrial.on(() -> machine).run(new PackagesInstalled(List.of("curl"))))
                .isInstanceOf(Outcome.Ok.class);
        assertThat(machine.has("/run/apt")).isFalse();
    }

    @Test
    void whoHoldsTheRealLockIsNamed(@TempDir Path folder) {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        machine.program("apt-get", "").program("dpkg-query", "exit 1").file("/var/lib/dpkg/lock-frontend", "");
        Command hold = Command.script("""
                flock /var/lib/dpkg/lock-frontend sleep 60 >/dev/null 2>&1 </dev/null &
                for i in 1 2 3 4 5 6 7 8 9 10; do
                  flock -n /var/lib/dpkg/lock-frontend true || exit 0; sleep 0.05
                done
                exit 1""");

        Verdict verdict = TaskTrial.on(() -> machine).ask(host -> {
            assertThat(host.holds(hold)).isTrue();
            return TASK.check(host);
        });

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Pending.class,
                        pending -> assertThat(pending.seen()).matches("apt is in use by flock \\(pid \\d+\\)"));
    }

    @Test
    void aLockFileThatNobodyHoldsIsNoReasonToWait(@TempDir Path folder) {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        machine.program("apt-get", "").program("dpkg-query", "exit 1").file("/var/lib/dpkg/lock-frontend", "");

        assertThat(TaskTrial.on(() -> machine).predict(TASK)).isInstanceOf(Outcome.WouldChange.class);
    }

    private static String status(String name, String state) {
        return "Package: " + name + "\nStatus: " + state
                + "\nPriority: optional\nSection: web\nMaintainer: A <a@example.org>\nArchitecture: all\nVersion: 1\n"
                + "Description: one\n\n";
    }

    private Outcome run() {
        return TaskTrial.on(host).run(TASK);
    }
}
