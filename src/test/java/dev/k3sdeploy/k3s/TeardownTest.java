package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.ScriptedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that take K3S away, run by the real shell in namespaces of their own. */
@SuppressWarnings("NullAway.Init")
class TeardownTest {
    private static final String SHIM = "/var/lib/rancher/k3s/data/abc/bin/containerd-shim-runc-v2";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder).program("systemctl", "echo \"$*\" >>/run/systemctl");
    }

    @Test
    void whereNothingIsNothingIsDone() {
        assertThat(TaskTrial.on(() -> machine).run(new Teardown())).isEqualTo(new Outcome.Ok("nothing of K3S is here"));
        assertThat(machine.has("/run/systemctl")).isFalse();
    }

    @Test
    void filesLinksAndFoldersOfK3sGoAndTheOthersStay() throws IOException {
        install();
        machine.file("/etc/rancher/rke2/config.yaml", "mine").program("/usr/local/bin/ctr", "echo mine");

        assertThat(TaskTrial.on(() -> machine).run(new Teardown())).isInstanceOf(Outcome.Changed.class);

        for (String gone : new String[] {
            "/etc/rancher/k3s",
            "/etc/rancher/node",
            "/var/lib/rancher/k3s",
            "/var/lib/kubelet",
            "/var/lib/cni",
            "/var/lib/k3sdeploy",
            "/run/k3s",
            "/run/flannel",
            "/run/k3sdeploy",
            "/usr/local/bin/k3s",
            "/usr/local/bin/k3s-killall.sh",
            "/usr/local/bin/k3s-uninstall.sh",
            "/etc/systemd/system/k3s.service",
            "/etc/systemd/system/k3s.service.env",
            "/tmp/k3s-resolv.conf"
        }) {
            assertThat(machine.has(gone)).as(gone).isFalse();
        }
        assertThat(Files.exists(machine.at("/usr/local/bin/kubectl"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(machine.read("/usr/local/bin/ctr")).contains("mine");
        assertThat(machine.read("/etc/rancher/rke2/config.yaml")).isEqualTo("mine");
        assertThat(machine.read("/run/systemctl")).contains("stop k3s.service", "disable --quiet k3s.service");
        assertThat(TaskTrial.on(() -> machine).run(new Teardown())).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void checkModeListsAndRemovesNothing() throws IOException {
        install();

        Outcome outcome = TaskTrial.on(() -> machine).predict(new Teardown());

        assertThat(outcome.toString())
                .startsWith("WouldChange")
                .contains(
                        "file /usr/local/bin/k3s\n",
                        "directory /var/lib/rancher/k3s\n",
                        "link /usr/local/bin/kubectl\n");
        assertThat(machine.has("/var/lib/rancher/k3s/server/db/state.db")).isTrue();
        assertThat(machine.has("/run/systemctl")).isFalse();
    }

    @Test
    void containersAndAllBelowThemAreKilledAndNobodyElse() throws IOException {
        install();
        machine.copy(Path.of("/bin/sh").toRealPath(), SHIM);
        PlantedTask task = new PlantedTask(
                new Teardown(),
                SHIM + " -c 'sleep 3001; :' </dev/null >/dev/null 2>&1 & sleep 3002 </dev/null >/dev/null 2>&1 &\n"
                        + "sleep 0.2",
                "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n'");

        assertThat(TaskTrial.on(() -> machine).run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(task.seen()).contains("3002").doesNotContain("3001", "containerd-shim");
    }

    /** As root may not remove an immutable file. */
    @Test
    void whatCannotBeRemovedIsToldWithItsReason() throws IOException {
        install();
        machine.program("rm", """
                for last; do :; done
                case $last in
                  */etc/rancher/k3s)
                    echo "rm: cannot remove '$last/config.yaml': Operation not permitted" >&2
                    exit 1 ;;
                esac
                exec /bin/rm "$@"
                """);

        Outcome outcome = TaskTrial.on(() -> machine).run(new Teardown());

        assertThat(TaskTrial.problem(outcome).summary())
                .contains("cannot remove '/etc/rancher/k3s/config.yaml': Operation not permitted");
        assertThat(machine.has("/var/lib/rancher/k3s")).isFalse();
    }

    @Test
    void mountsAreTakenOffAndWhatWasMountedKeepsItsFiles() {
        machine.file("/var/lib/precious/data", "volume");
        PlantedTask task = new PlantedTask(new Teardown(), """
                set -e
                pods=/var/lib/kubelet/pods
                mkdir -p $pods/1/volumes/nfs "$pods/2/with blank" $pods/3/twice /run/k3s/containerd/rootfs /run/netns
                mount --bind /var/lib/precious $pods/1/volumes/nfs
                mount --bind /var/lib/precious "$pods/2/with blank"
                mount --bind /var/lib/precious $pods/3/twice
                mount -t tmpfs tmpfs $pods/3/twice
                mount -t tmpfs tmpfs /run/k3s/containerd/rootfs
                touch /run/netns/cni-1 /run/netns/mine
                mount --bind /proc/self/ns/net /run/netns/cni-1
                """, "grep -E 'kubelet|k3s|cni' /proc/self/mounts");

        assertThat(TaskTrial.on(() -> machine).run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(task.seen()).isEmpty();
        assertThat(machine.read("/var/lib/precious/data")).isEqualTo("volume");
        assertThat(machine.has("/var/lib/kubelet")).isFalse();
        assertThat(machine.has("/run/netns/cni-1")).isFalse();
        assertThat(machine.has("/run/netns/mine")).isTrue();
    }

    @Test
    void aVolumeMountedBelowTheDataOfK3sKeepsItsFiles() {
        machine.file("/var/lib/precious/data", "volume").file("/var/lib/rancher/k3s/storage/claim/own", "gone");
        PlantedTask task = new PlantedTask(
                new Teardown(),
                "mkdir -p /var/lib/rancher/k3s/storage/disk && mount --bind /var/lib/precious /var/lib/rancher/k3s/storage/disk",
                "ls /var/lib/precious");

        Outcome outcome = TaskTrial.on(() -> machine).run(task);

        assertThat(machine.read("/var/lib/precious/data")).isEqualTo("volume");
        assertThat(machine.has("/var/lib/rancher/k3s/storage/claim")).isFalse();
        assertThat(TaskTrial.problem(outcome).summary()).contains("directory /var/lib/rancher/k3s");
    }

    @Test
    void aDiskOfK3sOwnIsEmptiedAndStaysMounted() {
        PlantedTask task = new PlantedTask(
                new Teardown(),
                "mkdir -p /var/lib/rancher/k3s && mount -t tmpfs tmpfs /var/lib/rancher/k3s"
                        + " && mkdir -p /var/lib/rancher/k3s/server/.hidden && touch /var/lib/rancher/k3s/server/..odd",
                "ls -A /var/lib/rancher/k3s; grep -c /var/lib/rancher/k3s /proc/self/mounts");

        assertThat(TaskTrial.on(() -> machine).run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(task.seen()).isEqualTo("1\n");
    }

    @Test
    void interfacesAndFirewallRulesOfTheClusterGoAndTheOthersStay() {
        PlantedTask task =
                new PlantedTask(new Teardown(), """
                set -e
                for link in cni0 flannel.1 br-mine; do ip link add $link type bridge; done
                if command -v iptables >/dev/null; then
                  iptables -N KUBE-SERVICES && iptables -A INPUT -j KUBE-SERVICES
                  iptables -t nat -N CNI-aa && iptables -t nat -A POSTROUTING -s 10.42.0.0/16 -j CNI-aa
                  iptables -A INPUT -p tcp --dport 22 -j ACCEPT
                fi
                """, "ls /sys/class/net; ip -o link; iptables-save 2>/dev/null");

        assertThat(TaskTrial.on(() -> machine).run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(task.seen()).contains("br-mine").doesNotContain("cni0", "flannel.1", "KUBE-", "CNI-");
        if (Files.exists(Path.of("/usr/sbin/iptables"))) {
            assertThat(task.seen()).contains("--dport 22");
        }
    }

    @Test
    void aMachineWithAnotherUnitOfK3sKeepsTheProgramUntilThatIsGoneToo() throws IOException {
        install();
        machine.file("/etc/systemd/system/k3s-agent.service", "x");

        CommandResult result = script(Teardown.uninstallScript(Role.SERVER));

        assertThat(result.text()).contains("K3S itself stays: /etc/systemd/system/k3s-agent.service needs it");
        assertThat(machine.has("/usr/local/bin/k3s")).isTrue();
        assertThat(machine.has("/etc/systemd/system/k3s.service")).isFalse();
        assertThat(TaskTrial.on(() -> machine).run(new Teardown())).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has("/usr/local/bin/k3s")).isFalse();
    }

    @Test
    void killallKeepsTheData() throws IOException {
        install();

        assertThat(script(Template.of("k3s-killall.sh").render()).exitStatus()).isZero();

        assertThat(machine.read("/var/lib/rancher/k3s/server/db/state.db")).isEqualTo("state");
        assertThat(machine.has("/etc/systemd/system/k3s.service")).isTrue();
        assertThat(machine.has("/usr/local/bin/k3s")).isTrue();
    }

    @Test
    void fewLeftoversAreNamedAndManyCounted() {
        assertThat(summary("file /a\nfile /b\n")).isEqualTo("remove file /a, file /b");
        assertThat(summary("1\n2\n3\n4\n5\n")).isEqualTo("remove 5 things of K3S's");
    }

    private static String summary(String left) {
        ScriptedSession host = new ScriptedSession();
        host.onPart("Prints what of K3S is on this machine").says(left);
        return ((Verdict.Drift) TaskTrial.on(host).verdict(new Teardown()))
                .diff()
                .summary();
    }

    private void install() throws IOException {
        machine.program("/usr/local/bin/k3s", "exit 0")
                .file(
                        "/usr/local/bin/k3s-killall.sh",
                        Template.of("k3s-killall.sh").render())
                .file("/usr/local/bin/k3s-uninstall.sh", "x")
                .file("/etc/systemd/system/k3s.service", "x")
                .file("/etc/systemd/system/k3s.service.env", "x")
                .file("/etc/rancher/k3s/config.yaml", "x")
                .file("/etc/rancher/node/password", "x")
                .file("/var/lib/rancher/k3s/server/db/state.db", "state")
                .file("/var/lib/kubelet/pki/kubelet.crt", "x")
                .file("/var/lib/cni/networks/cbr0/10.42.0.2", "x")
                .file("/var/lib/k3sdeploy/sha256/k3s", "x")
                .file("/run/k3s/containerd/containerd.toml", "x")
                .file("/run/flannel/subnet.env", "FLANNEL_NETWORK=10.42.0.0/16\n")
                .file("/run/k3sdeploy/k3s.started", "x")
                .file("/tmp/k3s-resolv.conf", "nameserver 8.8.8.8\n");
        Files.createSymbolicLink(machine.at("/usr/local/bin/kubectl"), Path.of("k3s"));
    }

    private CommandResult script(String text) {
        return TaskTrial.on(() -> machine).ask(host -> host.ask(Command.script(text)));
    }
}
