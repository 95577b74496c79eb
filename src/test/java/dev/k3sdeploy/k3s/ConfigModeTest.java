package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.task.FileContent;
import dev.k3sdeploy.task.RemoteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether others than root read config.yaml. */
class ConfigModeTest {
    private static final String FOR_ALL = "--write-kubeconfig-mode=644";

    @ParameterizedTest
    @ValueSource(strings = {"644", "0644", "444", "604", "0666", "0755"})
    void whoMayReadTheKubeconfigMayReadTheConfig(String mode) {
        assertThat(of(Nodes.server().options("--write-kubeconfig-mode", mode))).isEqualTo("0644");
    }

    @Test
    void aNumberOfYamlIsTakenAsK3sTakesIt() {
        assertThat(of(Map.of("write-kubeconfig-mode", 644))).isEqualTo("0644");
        assertThat(of(Map.of("write-kubeconfig-mode", 0644))).as("420 to K3S").isEqualTo("0600");
        assertThat(of(Map.of("write-kubeconfig-mode", List.of(600, 644)))).isEqualTo("0644");
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "0640", "0660", "rw-r--r--", "648", "true"})
    void elseItIsForRootAlone(String mode) {
        assertThat(of(Nodes.server().options("--write-kubeconfig-mode=" + mode)))
                .isEqualTo("0600");
        assertThat(of(Nodes.server())).isEqualTo("0600");
    }

    @Test
    void theEnvironmentSaysItWhereNoOptionDoes() {
        assertThat(withEnvironment(Nodes.server())).isEqualTo("0644");
        assertThat(withEnvironment(Nodes.server().options("--write-kubeconfig-mode=600")))
                .isEqualTo("0600");
    }

    @Test
    void anAgentHasNoKubeconfig() {
        assertThat(of(Nodes.agent().options(FOR_ALL))).isEqualTo("0600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--etcd-s3-secret-key=x",
                "--etcd-s3-access-key=x",
                "--vpn-auth=name=tailscale,joinKey=x",
                "--agent-token=x",
                "--token=x",
                "--datastore-endpoint=postgres://k3s",
                "--kube-apiserver-arg=oidc-client-secret=x",
                "--etcd-arg=url=https://kim:hidden@example.org"
            })
    void aSecretKeepsItForRootAlone(String option) {
        assertThat(of(Nodes.server().options(FOR_ALL, option))).isEqualTo("0600");
    }

    @Test
    void aValueOfTheInventorysVaultKeepsItForRootAloneUnderWhateverName() {
        NodeSpec node =
                Nodes.server().options(FOR_ALL, "--node-label=owner=kim").spec();

        assertThat(ConfigMode.of(node.with(NodeSettings.NONE.withSecrets(Set.of(Secret.of("kim"))))))
                .isEqualTo("0600");
        assertThat(ConfigMode.of(node.with(NodeSettings.NONE.withSecrets(Set.of(Secret.of("sam"))))))
                .isEqualTo("0644");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--token-file=/root/token",
                "--vpn-auth-file=/root/vpn",
                "--secrets-encryption",
                "--kube-apiserver-arg=anonymous-auth=false",
                "--kube-apiserver-arg=token-auth-file=/root/tokens",
                "--node-label=zone=a"
            })
    void whatOnlySoundsLikeASecretDoesNot(String option) {
        assertThat(of(Nodes.server().options(FOR_ALL, option))).isEqualTo("0644");
    }

    @ParameterizedTest
    @CsvSource({"644, 644", "600, 600"})
    void theFileAndItsFolderAreMadeForWhoMayReadThem(String kubeconfig, String mode, @TempDir Path folder)
            throws Exception {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        NodeSpec node =
                Nodes.server().options("--write-kubeconfig-mode=" + kubeconfig).spec();

        Outcome outcome = TaskTrial.on(() -> machine)
                .run(FileContent.of(
                        new RemoteFile("/etc/rancher/k3s/config.yaml", ConfigMode.of(node)),
                        node.options().yaml()));

        assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.mode("/etc/rancher/k3s/config.yaml")).isEqualTo(mode);
        assertThat(machine.mode("/etc/rancher/k3s")).isEqualTo("755");
    }

    private static String withEnvironment(Nodes node) {
        TreeMap<String, String> environment = new TreeMap<>(Map.of("K3S_KUBECONFIG_MODE", "0644"));
        return ConfigMode.of(node.spec().with(NodeSettings.NONE.withEnvironment(environment)));
    }

    private static String of(Nodes node) {
        return ConfigMode.of(node.spec());
    }

    private static String of(Map<String, Object> mapping) {
        NodeSpec node = Nodes.server().spec();
        return ConfigMode.of(new NodeSpec(
                node.target(),
                node.role(),
                node.address(),
                node.behindNat(),
                node.nodeIp(),
                node.flannelIface(),
                node.serverUrl(),
                node.token(),
                node.dockerMirror(),
                node.packages(),
                ConfigOptions.ofMapping(mapping)));
    }
}
