package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A whole run of a server, an agent and a folder served by NFS, with a secret in every place that may have one: which files
 * it leaves on the machines and here, who may read them, and that nobody is shown a secret.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class SecretsAndFilesIT {
    /** By what they are; none is a part of another word. */
    private static final Map<String, String> SECRETS = Map.of(
            "token", "cAnAry01token",
            "password of sudo", "cAnAry03sudo",
            "password of a registry", "cAnAry04registry",
            "key of S3", "cAnAry05s3",
            "another key of S3", "cAnAry06s3",
            "password of a proxy", "cAnAry07proxy");

    private static final String CANARY = "cAnAry0";

    /** All files and folders that are ours, by their place, with mode and owner. */
    private static final Map<String, String> ON_THE_SERVER = Map.ofEntries();

    private static final Map<String, String> ON_THE_AGENT = Map.ofEntries();

    private static final Map<String, String> HERE = Map.ofEntries();

    /** As a part of nfs-kernel-server, which a container cannot have whole. */
    private static final String NFS = """
            apt-get install -qq -y nfs-kernel-server >/dev/null 2>&1
            cat >/etc/systemd/system/nfs-server.service <<'EOF'
            [Service]
            Type=forking
            ExecStartPre=-/usr/sbin/exportfs -r
            ExecStart=/usr/sbin/rpc.mountd
            [Install]
            WantedBy=multi-user.target
            EOF
            systemctl daemon-reload
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    private static LabInventory inventory() {
        return LAB.inventory()
                .with("ansible_user", "operator")
                .with("ansible_become_password", secret("password of sudo"))
                .with("k3s_token", secret("token"))
                .with(
                        "k3s_server_config",
                        Map.of(
                                "etcd-s3-access-key", secret("another key of S3"),
                                "etcd-s3-secret-key", secret("key of S3")))
                .with("k3s_env", Map.of("FTP_PROXY", "http://kim:" + secret("password of a proxy") + "@192.0.2.9:3128"))
                .with(
                        "k3s_registries",
                        Map.of(
                                "configs",
                                Map.of(
                                        "r.example",
                                        Map.of(
                                                "auth",
                                                Map.of(
                                                        "username",
                                                        "kim",
                                                        "password",
                                                        secret("password of a registry"))))))
                .with("k3s_kubelet_config", Map.of("maxPods", 50))
                .with("nfs_host", "172.16.0.0/12")
                .withGroup("nfs_server", LAB.agents().get(0));
    }

    private static String secret(String what) {
        return java.util.Objects.requireNonNull(SECRETS.get(what), what);
    }

    @Test
    void nobodyIsShownASecretAndEachFileHasTheModeThatItsContentWants() throws Exception {
        LAB.agents().forEach(agent -> agent.sh(NFS));
        LAB.atOnce(host ->
                host.sh("echo 'operator:" + secret("password of sudo") + "' | chpasswd; sleep 1; touch /root/mark"));
        StringBuilder said = new StringBuilder();
        try (MachineWatch machines = MachineWatch.on(LAB);
                ProcessWatch here = new ProcessWatch()) {
            try (CommandProcess up =
                    LAB.control().start(inventory(), "up", "--diff", "-v", "--report", "report.html")) {
                assertThat(up.exitCode()).as("%s", up.text()).isZero();
                said.append(up.text());
            }
            said.append(run("up", "--output=json"));
            said.append(run("status", "-v"));
            said.append(run("debug", "-o", "debug.tgz"));
            said.append(run("kubeconfig", "--merge"));
            assertThat(here.commandLines())
                    .as("processes here")
                    .anyMatch(line -> line.contains("dev.k3sdeploy.cli.Main"));
            assertThat(here.commandLines()).noneMatch(line -> line.contains(CANARY));
            assertThat(machines.seen("/usr/local/bin/k3s"))
                    .as("the watch sees what runs")
                    .isTrue();
            assertThat(machines.seen(CANARY))
                    .as("argument lists, and environments of others than root")
                    .isFalse();
            assertThat(machines.below("/tmp", "/var/tmp", "/dev/shm"))
                    .as("below folders of everybody's")
                    .isEmpty();
        }
        said.append(refused());
        assertThat(said).contains("Install K3S").doesNotContain(CANARY);
        assertThat(files(LAB.server())).containsExactlyInAnyOrderEntriesOf(ON_THE_SERVER);
        assertThat(files(LAB.agents().get(0))).containsExactlyInAnyOrderEntriesOf(ON_THE_AGENT);
        LAB.all().forEach(SecretsAndFilesIT::onlyRootReads);
        LocalFiles written = LocalFiles.of(LAB.control());
        assertThat(written.modes()).containsExactlyInAnyOrderEntriesOf(HERE);
        assertThat(written.with(CANARY)).as("files here with a secret in them").isEmpty();
    }

    private static String run(String... words) {
        CommandRun run = LAB.control().run(inventory(), words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run.out() + run.err();
    }

    /** What goes wrong is told without the secret that it goes wrong by. */
    private static String refused() throws IOException {
        CommandRun run = LAB.control().run(inventory().with("ansible_become_password", CANARY + "9wrong"), "up", "-v");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        return run.out() + run.err();
    }

    private static void onlyRootReads(LabHost host) {
        assertThat(host.sh("journalctl -o cat _COMM=sudo + _COMM=sshd + _COMM=k3s"))
                .as("journal of %s", host)
                .doesNotContain(CANARY);
        assertThat(host.sh("grep -rlE -e " + CANARY
                        + " / --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev 2>/dev/null"
                        + " | while read -r file; do find \"$file\" -perm /077; done; true"))
                .as("files with a secret on %s that others than their owner may read", host)
                .isEmpty();
    }

    /** What a run has made or touched, but for what K3S, systemd and the tests themselves make. */
    private static Map<String, String> files(LabHost host) {
        List<String> others = List.of(
                "/root",
                "/var/log",
                "/run/systemd",
                "/run/log",
                "/run/user",
                "/run/utmp",
                "/var/lib/systemd",
                "/var/lib/rancher/k3s");
        Map<String, String> files = new TreeMap<>();
        host.sh("find / /run /tmp /var/tmp -xdev \\( -path /proc -o -path /sys -o -path /dev \\) -prune"
                        + " -o \\( -type f -o -type d -o -type l \\) -newercm /root/mark -printf '%m %u %p\\n'")
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(line -> others.stream().noneMatch(line[2]::startsWith))
                .forEach(line -> files.put(line[2], line[0] + " " + line[1]));
        return files;
    }
}
