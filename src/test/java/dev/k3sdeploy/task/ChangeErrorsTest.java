package dev.k3sdeploy.task;

import dev.k3sdeploy.ErrorCatalogue;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.ScriptedSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures of a single step on a machine; see docs/errors.md. */
class ChangeErrorsTest {
    private final ScriptedSession host = new ScriptedSession();

    /** Whatever is done, the state does not come about. */
    private record Never(Command command) implements Task {
        @Override
        public String title() {
            return "Write /etc/rancher/k3s/config.yaml";
        }

        @Override
        public Verdict check(Probe machine) {
            return Verdict.drift("it is missing", host -> host.run(command));
        }
    }

    /** As the task, for who does not wait. */
    private record Impatient(Task task) implements Task {
        @Override
        public String title() {
            return task.title();
        }

        @Override
        public Verdict check(Probe machine) {
            return task.check(machine) instanceof Verdict.Pending pending
                    ? new Verdict.Pending(
                            pending.seen(), new Patience(Duration.ZERO, Duration.ZERO), pending.diagnosis())
                    : Verdict.inPlace("there is nothing to wait for");
        }
    }

    private void shows(String id) {
        shows(id, new Never(Command.of("install", "-m", "0600")));
    }

    private void shows(String id, Task task) {
        ErrorCatalogue.shows(id, TaskTrial.problem(TaskTrial.on(host).run(task)));
    }

    @Test
    void aptIsLocked() {
        host.onPart("if command -v apt-get").says("apt-get\ncurl\n");
        host.onPart("/proc/locks").says("unattended-upgr (pid 812)\n");
        shows("apt-locked", new Impatient(new PackagesInstalled(List.of("curl"), false)));
    }

    @Test
    void aPackageDoesNotExist() {
        host.onPart("if command -v apt-get").says("apt-get\nopen-iscsi\n");
        host.onPart("/proc/locks").says("");
        host.onPart("install -qq").ends(100, "", "E: Unable to locate package open-iscsi\n");
        shows("unknown-package", new PackagesInstalled(List.of("open-iscsi"), false));
    }

    private PackagesInstalled whereAptSays(String errors) {
        host.onPart("if command -v apt-get").says("apt-get\ncurl\n");
        host.onPart("/proc/locks").says("");
        host.onPart("install -qq").ends(100, "", errors);
        return new PackagesInstalled(List.of("curl"), false);
    }

    @Test
    void anInstallationWasCutShort() {
        shows(
                "dpkg-interrupted",
                whereAptSays(
                        "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n"));
    }

    @Test
    void theMirrorDoesNotAnswer() {
        shows(
                "broken-mirror",
                whereAptSays(
                        "W: Failed to fetch http://deb.example.org/debian/dists/bookworm/InRelease  Could not connect"
                                + " to deb.example.org:80\nE: Unable to locate package curl\n"));
    }

    @Test
    void aFileIsImmutable() {
        host.onPart("install").ends(1, "", "mv: cannot move: Operation not permitted\n");
        shows("immutable-file");
    }

    @Test
    void swapStays() {
        host.onPart("install").ends(255, "", "swapoff: /dev/sda2: swapoff failed: Cannot allocate memory\n");
        shows("swap-stays");
    }

    @Test
    void theDiskIsFull() {
        host.onPart("install").ends(1, "", "install: cannot create regular file: No space left on device\n");
        shows("disk-full");
    }

    @Test
    void theFileSystemIsReadOnly() {
        host.onPart("install").ends(1, "", "install: cannot create regular file: Read-only file system\n");
        shows("read-only");
    }

    @Test
    void aCommandFails() {
        host.onPart("install").ends(5, "", "install: something else\n");
        shows("command-failed");
    }

    @Test
    void aChangeHasNoEffect() {
        host.onPart("install").succeeds();
        shows("no-effect");
    }
}
