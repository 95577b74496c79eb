package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Edited as a tree. */
class KubeconfigTest {
    /** The words «default» and 127.0.0.1 stand in data that must stay as it is. */
    static final String K3S_YAML = """
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: defaultLS0tLS1CRUdJTiBDRVJU127.0.0.1
                server: https://127.0.0.1:6443
              name: default
            contexts:
            - context:
                cluster: default
                user: default
              name: default
            current-context: default
            kind: Config
            preferences: {}
            users:
            - name: default
              user:
                client-certificate-data: default==
                client-key-data: 127.0.0.1==
            """;

    @Test
    void theAddressIsSetAndNothingElse() {
        Map<String, Object> before = tree(K3S_YAML);
        inner(before, "clusters", "cluster").put("server", "https://192.168.50.201:6443");

        assertThat(tree(Kubeconfig.parse(K3S_YAML)
                        .at("https://192.168.50.201:6443")
                        .yaml()))
                .isEqualTo(before);
    }

    @Test
    void clusterUserAndContextAreNamedAndNothingElse() {
        Map<String, Object> before = tree(K3S_YAML);
        for (String list : List.of("clusters", "contexts", "users")) {
            first(before, list).put("name", "lab");
        }
        inner(before, "contexts", "context").put("cluster", "lab");
        inner(before, "contexts", "context").put("user", "lab");
        before.put("current-context", "lab");

        assertThat(tree(Kubeconfig.parse(K3S_YAML).named("lab").yaml())).isEqualTo(before);
    }

    @Test
    void aNamespaceIsTheContexts() {
        Map<String, Object> before = tree(K3S_YAML);
        inner(before, "contexts", "context").put("namespace", "a-test");
        assertThat(tree(Kubeconfig.parse(K3S_YAML).inNamespace("a-test").yaml()))
                .isEqualTo(before);
    }

    @Test
    void editsMakeAnother() {
        Kubeconfig first = Kubeconfig.parse(K3S_YAML);
        String before = first.yaml();
        assertThat(first.at("https://a:1").named("b").inNamespace("c").yaml()).isNotEqualTo(before);
        assertThat(first.yaml()).isEqualTo(before);
    }

    @Test
    void aNameThatYamlReadsOtherwiseStaysAName() {
        assertThat(tree(Kubeconfig.parse(K3S_YAML).named("no").yaml())).containsEntry("current-context", "no");
        assertThat(tree(Kubeconfig.parse(K3S_YAML).named("2024").yaml())).containsEntry("current-context", "2024");
    }

    @Test
    void longDataIsNotFolded() {
        String data = "A".repeat(3000);
        String yaml = Kubeconfig.parse(K3S_YAML.replace("default==", data)).yaml();

        assertThat(yaml.lines()).anyMatch(line -> line.endsWith(data));
    }

    @Test
    void theAddressCanBeAskedFor() {
        assertThat(Kubeconfig.parse(K3S_YAML).server()).isEqualTo("https://127.0.0.1:6443");
    }

    @Test
    void theSameInGivesTheSameOut() {
        assertThat(Kubeconfig.parse(K3S_YAML).yaml())
                .isEqualTo(Kubeconfig.parse(K3S_YAML).yaml());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "half: [",
                "just text",
                "- a\n- list\n",
                "clusters: []\ncontexts: []\nusers: []\n",
                "clusters: default\n",
                "clusters:\n- one\n",
                "!!javax.script.ScriptEngineManager []",
            })
    void whatIsNoKubeconfigIsSaid(String text) {
        assertThatThrownBy(() -> Kubeconfig.parse(text)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).contains("k3s.yaml is not a kubeconfig");
            assertThat(e.hint()).contains("restart k3s");
        });
    }

    static Map<String, Object> tree(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Map<String, Object> root, String list) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(root.get(list))).get(0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> root, String list, String key) {
        return (Map<String, Object>) Objects.requireNonNull(first(root, list).get(key));
    }
}
