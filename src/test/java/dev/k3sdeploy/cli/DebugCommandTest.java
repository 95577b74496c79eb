package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code debug} on this machine and on one that is not there; the archive is read by the system's tar. */
class DebugCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void inventory() {
        Typed.file(folder, "inv.yml", """
                k3s_master:
                  hosts:
                    here: {ansible_connection: local}
                    far:
                      ansible_host: nowhere.invalid
                      ansible_password: CANARY-ssh
                      ansible_become_password: CANARY-sudo
                  vars:
                    words: CANARY-token
                    k3s_token: "{{ words }}"
                    k3s_datastore_endpoint: postgres://kine:CANARY-db@db/kine
                    k3s_env: {HTTPS_PROXY: "http://kim:CANARY-proxy@proxy:3128"}
                    k3s_registries:
                      configs: {registry.example.org: {auth: {username: kim, password: CANARY-registry}}}
                """);
        Typed.file(folder, ".k3s/logs/2026-01-01.log", "sent CANARY-token and CANARY-sudo\n");
    }

    private Typed debug() {
        return Typed.in(folder, "debug", "-i", "inv.yml", "-o", "it.tar.gz");
    }

    private String tar(String... words) throws Exception {
        List<String> line = new java.util.ArrayList<>(
                List.of("tar", words[0], folder.resolve("it.tar.gz").toString()));
        line.addAll(List.of(words).subList(1, words.length));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void everythingIsInTheArchiveAndNoSecretIs() throws Exception {
        Typed typed = debug();

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.out()).isEqualTo(folder.resolve("it.tar.gz") + "\n");
        assertThat(tar("-tzf").lines())
                .contains(
                        "it/README.txt", "it/status.txt", "it/check.txt", "it/inventory.yml", "it/logs/2026-01-01.log")
                .contains("it/machines/here/system.txt", "it/machines/here/journal.txt", "it/machines/here/cluster.txt")
                .contains("it/machines/far/problem.txt");
        String all = tar("-xzOf");
        assertThat(all).contains("nowhere.invalid", "uname -a", "registry.example.org", "sent ••• and •••");
        assertThat(all).doesNotContain("CANARY");
    }

    @Test
    void theArchiveIsForItsOwnerAloneAndReplacesTheOneBefore() throws IOException {
        Path archive = Files.writeString(folder.resolve("it.tar.gz"), "old");
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));

        debug();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        assertThat(Files.size(archive)).isGreaterThan(100);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void aFolderThatIsNotThereIsToldInTwoSentences() {
        Typed typed = Typed.in(folder, "debug", "-i", "inv.yml", "-l", "far", "-o", "no/such/it.tar.gz");
        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("Cannot write", "no/such/it.tar.gz", "-o");
    }
}
