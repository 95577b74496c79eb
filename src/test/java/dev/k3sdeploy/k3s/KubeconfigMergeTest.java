package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody's kubeconfig before and after. */
@SuppressWarnings("NullAway.Init")
class KubeconfigMergeTest {
    private static final String OTHERS = """
            # work; do not touch
            apiVersion: v1
            kind: Config
            preferences: {colors: true}
            current-context: work # the usual one
            clusters:
            - cluster:
                server: https://work.example:6443
                certificate-authority-data: 'TFMw='
              name: work
            contexts:
            - name: work
              context: {cluster: work, user: me, namespace: "012"}
            users:
            - name: me
              user:
                token: 123
                expiry: 2026-01-01
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: "login"
                  args: [--yes, "on"]
            """;

    @TempDir
    private Path folder;

    private static Kubeconfig lab(String server) {
        return Kubeconfig.parse("""
                apiVersion: v1
                kind: Config
                clusters: [{name: default, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: QUFB}}]
                users: [{name: default, user: {client-certificate-data: QUFB, client-key-data: QkJC}}]
                contexts: [{name: default, context: {cluster: default, user: default}}]
                current-context: default
                """).at(server).named("lab");
    }

    @Test
    void whatOthersWroteStaysToTheLetter() {
        String merged = KubeconfigMerge.into(OTHERS).with(lab("https://10.1.1.1:6443"), false);

        assertThat(merged.lines().toList())
                .containsSubsequence(OTHERS.lines().toList())
                .contains("current-context: work # the usual one");
        assertThat(merged).contains("    server: https://10.1.1.1:6443", "- name: lab", "    user: lab");
    }

    @Test
    void theSecondMergeChangesNothingAndALaterOneReplacesOurEntriesAlone() {
        String once = KubeconfigMerge.into(OTHERS).with(lab("https://10.1.1.1:6443"), false);
        String twice = KubeconfigMerge.into(once).with(lab("https://10.1.1.1:6443"), false);
        String moved = KubeconfigMerge.into(once).with(lab("https://10.1.1.9:6443"), false);

        assertThat(twice).isEqualTo(once);
        assertThat(moved).isEqualTo(once.replace("https://10.1.1.1:6443", "https://10.1.1.9:6443"));
    }

    @Test
    void theCurrentContextIsSwitchedOnlyWhenAskedOrWhereThereIsNone() {
        assertThat(KubeconfigMerge.into(OTHERS).with(lab("https://10.1.1.1:6443"), true))
                .contains("current-context: lab")
                .doesNotContain("current-context: work");
        assertThat(KubeconfigMerge.into("").with(lab("https://10.1.1.1:6443"), false))
                .startsWith("apiVersion: v1\nkind: Config\n")
                .contains("current-context: lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "", "~"})
    void kubectlsWaysToWriteNoEntriesAreUnderstood(String none) {
        String text =
                "apiVersion: v1\nclusters: %s\ncontexts: %s\ncurrent-context: \"\"\nusers: %s\n".replace("%s", none);

        Kubeconfig read = Kubeconfig.parse(KubeconfigMerge.into(text).with(lab("https://10.1.1.1:6443"), false));

        assertThat(read.server()).isEqualTo("https://10.1.1.1:6443");
        assertThat(read.context()).isEqualTo("lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a list", "clusters: {a: b}", "users: [text]", "a: [unclosed", "a: 1\na: 2: 3"})
    void whatIsNoKubeconfigIsRefused(String text) {
        assertThatThrownBy(() -> KubeconfigMerge.into(text).with(lab("https://10.1.1.1:6443"), false))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("is not a kubeconfig");
    }

    @Test
    void theFileIsTheOwnersAloneAndWhatItWasIsKeptBesideIt() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), OTHERS);
        SharedKubeconfig shared = new SharedKubeconfig(file);

        assertThat(shared.merge(lab("https://10.1.1.1:6443"), false)).isTrue();
        assertThat(shared.merge(lab("https://10.1.1.1:6443"), false)).isFalse();

        assertThat(shared.backup()).hasContent(OTHERS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.backup())))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("config.lock")).doesNotExist();
    }

    @Test
    void aLinkStaysALinkAndAMissingFolderIsMade() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), OTHERS);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        new SharedKubeconfig(link).merge(lab("https://10.1.1.1:6443"), false);
        new SharedKubeconfig(folder.resolve("new/.kube/config")).merge(lab("https://10.1.1.1:6443"), false);

        assertThat(link).isSymbolicLink();
        assertThat(real).content().contains("10.1.1.1");
        assertThat(folder.resolve("new/.kube/config")).content().contains("current-context: lab");
    }

    @Test
    void whileKubectlWritesNobodyElseDoes() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), OTHERS);
        Files.createFile(folder.resolve("config.lock"));

        assertThatThrownBy(() -> new SharedKubeconfig(file).merge(lab("https://10.1.1.1:6443"), false))
                .hasMessageContaining("config.lock");
        assertThat(file).hasContent(OTHERS);
        assertThat(folder.resolve("config.lock")).exists();
    }
}
