package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dpkg says, who holds apt's lock, and what apt is asked for. */
class PackagesInstalledTest {
    private static final String QUESTION = "if command -v apt-get";
    private static final String RUN = "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update -qq && "
            + "DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -qq -y "
            + "--no-install-recommends jq open-iscsi";
    private static final PackagesInstalled TASK = packages("curl", "jq", "open-iscsi");

    private final ScriptedSession host = new ScriptedSession();

    private static PackagesInstalled packages(String... names) {
        return new PackagesInstalled(List.of(names), false);
    }

    @Test
    void allInstalledIsInPlaceWithoutALookAtLocks() {
        host.onPart(QUESTION).says("apt-get\n");

        assertThat(run()).isEqualTo(new Outcome.Ok("installed: curl, jq, open-iscsi"));
        assertThat(host.commands()).hasSize(1);
    }

    @Test
    void onlyWhatIsMissingIsInstalled() {
        host.onPart(QUESTION).says("apt-get\njq\nopen-iscsi\n").says("apt-get\n");
        host.onPart("/proc/locks").says("");
        host.on(RUN).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("missing: jq, open-iscsi")));
    }

    @Test
    void whileAnotherProgramHoldsAptsLocksItWaitsAndNamesIt() {
        host.onPart(QUESTION).says("apt-get\ncurl\n");
        host.onPart("/proc/locks").says("unattended-upgr (pid 812)\n");

        Verdict verdict = TaskTrial.on(host).verdict(TASK);

        assertThat(((Verdict.Pending) verdict).seen()).isEqualTo("apt is in use by unattended-upgr (pid 812)");
        assertThat(((Verdict.Pending) verdict).patience().within()).hasMinutes(10);
    }

    @Test
    void aPackageThatDoesNotExistFailsWithAptsWords() {
        host.onPart(QUESTION).says("apt-get\nopen-iscsi\n");
        host.onPart("/proc/locks").says("");
        host.onPart("install -qq").ends(100, "", "E: Unable to locate package open-iscsi\n");

        assertThat(TaskTrial.problem(run()).summary()).contains("status 100: E: Unable to locate package open-iscsi");
    }

    @Test
    void anUnknownDistributionIsSkippedAndToldWhatToInstall() {
        host.onPart(QUESTION).says("");

        assertThat(run())
                .isEqualTo(
                        new Outcome.Skipped(
                                "no package manager is known here; where they are missing, install by hand: curl, jq, open-iscsi"));
    }

    @Test
    void withoutANetworkNothingIsInstalledAndWhatIsMissingIsTold() {
        host.onPart(QUESTION).says("apt-get\njq\n");

        assertThat(TaskTrial.on(host).run(new PackagesInstalled(List.of("curl", "jq"), true)))
                .isEqualTo(new Outcome.Skipped("no network may be asked; install by hand: jq"));
        assertThat(host.commands()).hasSize(1);
    }

    /** Each distribution's program and its database, played by scripts; apt's are hidden. */
    @ParameterizedTest
    @CsvSource({
        "dnf, rpm, 'iscsi-initiator-utils', 'dnf -q -y install'",
        "yum, rpm, 'iscsi-initiator-utils', 'yum -q -y install'",
        "zypper, rpm, 'open-iscsi', 'zypper --quiet --non-interactive install --no-recommends'",
        "pacman, pacman, 'open-iscsi', 'pacman -Sy --noconfirm --needed --quiet'",
        "apk, apk, 'open-iscsi', 'apk add --quiet --wait 300 --update-cache'",
    })
    void eachPackageManagerIsAskedAndToldInItsOwnWords(
            String manager, String database, String iscsi, String install, @TempDir Path folder) {
        String nfs = manager.equals("zypper") ? "nfs-client" : "nfs-utils";
        IsolatedMachine machine = IsolatedMachine.below(folder);
        machine.file("/var/lib/installed", "curl\n" + nfs + "\n").file("/etc/shadowed", "");
        String isInstalled = "for last; do :; done; grep -qx \"$last\" /var/lib/installed";
        String doInstall =
                "echo \"" + manager + " $*\" >>/var/log/asked; for name; do case $name in -*|install|add|300) ;; *)"
                        + " echo \"$name\" >>/var/lib/installed ;; esac; done";
        String both = "case \"$1\" in -q|-T|info) " + isInstalled + " ;; *) " + doInstall + " ;; esac";
        machine.program(database, both).program(manager, database.equals(manager) ? both : doInstall);
        PackagesInstalled wanted = packages("curl", "nfs-common", "open-iscsi", "nfs-kernel-server");
        TaskTrial trial = TaskTrial.on(() -> machine);

        Outcome first = trial.run(hidingApt(wanted));

        assertThat(first).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/var/log/asked")).startsWith(install + " " + iscsi);
        assertThat(trial.run(hidingApt(wanted))).isInstanceOf(Outcome.Ok.class);
    }

    /** This machine is a Debian, and its apt-get cannot be taken away: the task is asked where «command» does not see it. */
    private static Task hidingApt(Task task) {
        return new Task() {
            @Override
            public String title() {
                return task.title();
            }

            @Override
            public Verdict check(Probe host) {
                return task.check(new WithoutApt(host));
            }
        };
    }

    private record WithoutApt(Probe host) implements Probe {
        @Override
        public Target target() {
            return host.target();
        }

        @Override
        public CommandResult ask(Command question) {
            return host.ask(
                    Command.script("command() { [ \"$2\" != apt-get ] && type \"$2\"; }\n" + question.script()));
        }

        @Override
        public Probe peer(Target other) {
            return host.peer(other);
        }
    }

    @Test
    void noPackagesNoQuestion() {
        assertThat(TaskTrial.on(host).run(packages())).isEqualTo(new Outcome.Skipped("no packages wanted"));
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
        PackagesInstalled both = packages("curl", "jq");

        assertThat(TaskTrial.on(() -> machine).predict(both))
                .isEqualTo(new Outcome.WouldChange(Diff.of("missing: jq")));
        assertThat(TaskTrial.on(() -> machine).run(packages("curl"))).isInstanceOf(Outcome.Ok.class);
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
