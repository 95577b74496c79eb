package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ControlMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} refuses before it asks any cluster, and how it tells of one that does not answer. */
@SuppressWarnings("NullAway.Init")
class VerifyCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void inventory() throws IOException {
        Files.writeString(folder.resolve("inv.yml"), "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}\n");
    }

    private CommandRun verify(String... options) {
        String[] all = new String[options.length + 3];
        System.arraycopy(options, 0, all, 3, options.length);
        all[0] = "verify";
        all[1] = "-i";
        all[2] = "inv.yml";
        return CommandRun.of(new ControlMachine(folder, folder, "tester", Map.of()), all);
    }

    private void kubeconfig() throws IOException {
        Files.createDirectories(folder.resolve(".k3s"));
        Files.writeString(folder.resolve(".k3s/k3s.yaml"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: c, user: {token: none}}]
                contexts: [{name: c, context: {cluster: c, user: c}}]
                """);
    }

    @Test
    void withoutAKubeconfigItSaysHowToGetOne() {
        CommandRun run = verify();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("There is no kubeconfig", "k3sdeploy kubeconfig");
    }

    @Test
    void aCheckThatThereIsNotIsRefused() {
        CommandRun run = verify("--only", "pod-netwerk");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no check «pod-netwerk»", "do you mean pod-network?");
    }

    @Test
    void imagesAreARegistryOrAFileWithAShell() throws IOException {
        kubeconfig();
        Files.writeString(folder.resolve("images"), "shel: busybox:1\n");

        assertThat(verify("--images", "no such").err()).contains("«no such» is neither a file nor a registry");
        assertThat(verify("--images", "images").err()).contains("names no shell");
    }

    @Test
    void aClusterThatDoesNotAnswerFailsOneCheckAndTheOthersAreNotMade() throws IOException {
        kubeconfig();

        CommandRun run = verify("--only", "pod", "--junit", "out.xml", "--report", "out.html");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("failed       api ", "http://127.0.0.1:1", "not checked  pod ", "the API does not answer");
        assertThat(folder.resolve("out.xml")).content().contains("failures=\"1\"");
        assertThat(folder.resolve("out.html")).content().contains("Not ready for the course: api");
    }
}
