package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Golden;
import dev.k3sdeploy.engine.Bytes;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.task.UploadedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The texts of the files that make a machine a node. */
class NodeFilesTest {
    private final ScriptedSession host = new ScriptedSession();

    @Test
    void aServersConfigOnAVagrantVm() {
        Golden.check("server-config.yaml", config(Nodes.server()));
    }

    @Test
    void anAgentsConfigOnAVagrantVm() {
        Golden.check("agent-config.yaml", config(Nodes.agent()));
    }

    @Test
    void aServersConfigWithTheUsersOptions() {
        Golden.check(
                "server-options-config.yaml",
                config(Nodes.server()
                        .options(
                                "--disable",
                                "traefik",
                                "--disable=servicelb",
                                "--tls-san",
                                "k3s.example.org",
                                "--docker",
                                "--node-label=zone=a",
                                "--flannel-backend",
                                "host-gw",
                                "--kubelet-arg=max-pods=20")));
    }

    @Test
    void aServerBehindAPublicAddressIsNamedByBothInItsCertificate() {
        assertThat(config(Nodes.of("node-1", Role.SERVER, "203.0.113.9"))).contains("""
                node-ip: "192.168.50.201"
                flannel-iface: "eth1"
                tls-san:
                  - "203.0.113.9"
                  - "192.168.50.201"
                """);
    }

    @Test
    void theUsersNodeIpWinsInTheConfigToo() {
        assertThat(config(Nodes.agent().options("--node-ip=10.7.7.7"))).contains("node-ip: \"10.7.7.7\"\n");
    }

    @Test
    void theServersUnit() {
        Golden.check("k3s.service", text(files(Nodes.server()).unit()));
    }

    @Test
    void theAgentsUnit() {
        Golden.check("k3s-agent.service", text(files(Nodes.agent()).unit()));
    }

    @Test
    void whereOpenRcStartsServicesTheScriptIsItsOwn() {
        host.onPart("then echo SYSTEMD").says("OPENRC\n");
        host.onPart("LC_ALL=C stat").fails(44);

        Golden.check(
                "k3s.initd",
                ((Verdict.Drift)
                                TaskTrial.on(host).verdict(files(Nodes.server()).unit()))
                        .diff()
                        .changes()
                        .get(0)
                        .after());
    }

    @Test
    void aMirrorIsWrittenAndNoMirrorMeansNoFile() {
        Task with =
                files(Nodes.agent().dockerMirror("https://mirror.example:5000")).registries();
        Task without = files(Nodes.agent()).registries();

        Golden.check("registries.yaml", text(with));
        assertThat(without.title()).isEqualTo("Remove /etc/rancher/k3s/registries.yaml");
    }

    @Test
    void secretsAndConfigurationsAreForRootOnlyAndScriptsRun() {
        NodeFiles server = files(Nodes.server().dockerMirror("https://m.example"));
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
        host.onPart("LC_ALL=C stat").fails(44);
        host.onPart("mv -fT").succeeds();
        Nodes.withSystemd(host);

        TaskTrial trial = TaskTrial.on(host);
        for (Task task : new Task[] {
            server.config(), server.registries(), server.unit(), server.killallScript(), server.uninstallScript()
        }) {
            assertThat(TaskTrial.problem(trial.run(task)).summary()).contains("still not in place");
        }
        assertThat(host.commands().stream().filter(command -> command.contains("mv -fT")))
                .satisfiesExactly(
                        config -> assertThat(config).contains("/etc/rancher/k3s/config.yaml", "chmod 0600"),
                        registries -> assertThat(registries).contains("registries.yaml", "chmod 0600"),
                        unit -> assertThat(unit).contains("/etc/systemd/system/k3s.service", "chmod 0644"),
                        killall -> assertThat(killall).contains("/usr/local/bin/k3s-killall.sh", "chmod 0755"),
                        uninstall -> assertThat(uninstall).contains("/usr/local/bin/k3s-uninstall.sh", "chmod 0755"));
    }

    @Test
    void aConfigBesideAKubeconfigForAllIsReadableToo() {
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
        host.onPart("LC_ALL=C stat").fails(44);
        host.onPart("mv -fT").succeeds();
        Nodes.withSystemd(host);

        TaskTrial.on(host)
                .run(files(Nodes.server().options("--write-kubeconfig-mode=0644"))
                        .config());

        assertThat(host.commands().stream().filter(command -> command.contains("mv -fT")))
                .singleElement()
                .asString()
                .contains("/etc/rancher/k3s/config.yaml", "chmod 0644");
    }

    @Test
    void anAgentsUninstallScriptHasItsOwnName() {
        assertThat(files(Nodes.agent()).uninstallScript().title())
                .isEqualTo("Write /usr/local/bin/k3s-agent-uninstall.sh");
    }

    @Test
    void theBinaryIsTheOneForTheMachinesProcessor() {
        host.onPart("[ -f \"$file\" ]").says("0".repeat(64) + " 755\n");
        host.onPart("uname -m").says("aarch64\ninactive\n");
        Task binary = files(Nodes.agent())
                .binary(machine -> new UploadedFile.Source("k3s for " + machine, new Bytes(""), "1".repeat(64)));

        assertThat(TaskTrial.on(host).predict(binary))
                .isEqualTo(new Outcome.WouldChange(Diff.of("replace it by k3s for aarch64")));
    }

    private String config(Nodes node) {
        host.onPart("ip -o -4").says(Nodes.TWO_NICS);
        return text(files(node).config());
    }

    private String text(Task task) {
        Nodes.withSystemd(host);
        host.onPart("LC_ALL=C stat").fails(44);
        return ((Verdict.Drift) TaskTrial.on(host).verdict(task))
                .diff()
                .changes()
                .get(0)
                .after();
    }

    private static NodeFiles files(Nodes node) {
        return new NodeFiles(
                node.spec(),
                Nodes.cluster(Path.of("/tmp/none/k3s.yaml"), Nodes.server().spec()));
    }
}
