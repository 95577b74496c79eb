package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Now and after a reboot. */
class SysctlValuesTest {
    private static final String FILE = "/etc/sysctl.d/90-k3sdeploy.conf";
    private static final String READ = "[ -e " + FILE + " ] || exit 44; cat " + FILE;
    private static final String LIVE = "echo vm.max_map_count=$(cat /proc/sys/vm/max_map_count)\n"
            + "echo vm.swappiness=$(cat /proc/sys/vm/swappiness)";
    private static final String WANTED = "vm.max_map_count = 262144\nvm.swappiness = 0\n";
    private static final String WANTED_LIVE = "vm.max_map_count=262144\nvm.swappiness=0\n";
    private static final SysctlValues TASK =
            new SysctlValues(FILE, new TreeMap<>(Map.of("vm.swappiness", "0", "vm.max_map_count", "262144")));

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void valuesInForceAndInTheFileAreInPlace() {
        host.on(READ).says(WANTED).and().on(LIVE).says(WANTED_LIVE);

        assertThat(run()).isEqualTo(new Outcome.Ok("vm.max_map_count=262144, vm.swappiness=0"));
    }

    @Test
    void otherValuesAreSetInTheFileAndInTheKernel() {
        host.on(READ).fails(44).says(WANTED);
        host.on(LIVE).says("vm.max_map_count=65530\nvm.swappiness=60\n").says(WANTED_LIVE);
        host.onPart("mv -fT").succeeds();
        host.on("echo 0 >/proc/sys/vm/swappiness").succeeds();
        host.on("echo 262144 >/proc/sys/vm/max_map_count").succeeds();

        assertThat(run())
                .isEqualTo(new Outcome.Changed(Diff.of(
                        "set vm.max_map_count=262144, vm.swappiness=0",
                        FILE,
                        "vm.max_map_count = 65530\nvm.swappiness = 60\n",
                        WANTED)));
        assertThat(host.inputs()).contains(WANTED);
    }

    @Test
    void rightInTheKernelAndLostWithTheNextRebootIsDrift() {
        host.on(READ).fails(44).and().on(LIVE).says(WANTED_LIVE);

        assertThat(TaskTrial.on(host).predict(TASK))
                .isEqualTo(new Outcome.WouldChange(
                        Diff.of("set vm.max_map_count=262144, vm.swappiness=0", FILE, "", WANTED)));
    }

    @Test
    void rightInTheFileAndNotInTheKernelIsDrift() {
        host.on(READ).says(WANTED).and().on(LIVE).says("vm.max_map_count=262144\nvm.swappiness=60\n");

        assertThat(TaskTrial.on(host).predict(TASK)).isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void aValueThatTheKernelRefusesFailsWithItsName() {
        host.on(READ).fails(44).and().on(LIVE).says("vm.max_map_count=1\nvm.swappiness=\n");
        host.onPart("mv -fT").succeeds();
        host.onPart("echo 262144").ends(1, "", "sh: cannot create /proc/sys/vm/max_map_count: Read-only file system\n");

        assertThat(TaskTrial.problem(run()).summary()).contains("max_map_count: Read-only file system");
    }

    @Test
    void theKernelReallyTakesThem(@TempDir Path folder) {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        SysctlValues forwarding = new SysctlValues(
                FILE,
                new TreeMap<>(
                        Map.of("net.ipv4.conf.all.forwarding", "1", "net.ipv4.ip_local_port_range", "30000 40000")));

        assertThat(TaskTrial.on(() -> machine).run(forwarding)).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(FILE))
                .isEqualTo("net.ipv4.conf.all.forwarding = 1\nnet.ipv4.ip_local_port_range = 30000 40000\n");
    }

    private Outcome run() {
        return TaskTrial.on(host).run(TASK);
    }
}
