package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "box-1; box-1; true",
                "box-1; box-2; false",
                "box-1,192.168.50.201; 192.168.50.201; true",
                "BOX-1; box-1; true",
                "192.168.50.*; 192.168.50.7; true",
                "192.168.50.*; 192.168.51.7; false",
                "box-?; box-1; true",
                "box-?; box-10; false",
                "*,!box-1; box-1; false",
                "*,!box-1; box-2; true",
                "!box-1; box-2; false",
                "box.1; boxx1; false",
                "[127.0.0.1]:2222; [127.0.0.1]:2222; true",
                "[127.0.0.1]:2222; 127.0.0.1; false",
            })
    void aLineIsForTheHostsItsPatternsMean(String names, String host, boolean expected) {
        KnownHost line = KnownHost.parse(names + " ssh-ed25519 AAAA").orElseThrow();
        assertThat(line.isFor(host)).isEqualTo(expected);
    }

    @Test
    void aHashedNameIsFound() throws IOException, InterruptedException {
        Path file = folder.resolve("known_hosts");
        Files.writeString(
                file,
                "[10.0.0.7]:2200 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILutJZGMeywqltqTsQzMGG1fGfT85UGVWVXPjP93nyTB\n");
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(new KnownHostsFile(file).read()).singleElement().satisfies(line -> {
            assertThat(line.names()).startsWith("|1|");
            assertThat(line.isFor(KnownHost.name("10.0.0.7", 2200))).isTrue();
            assertThat(line.isFor(KnownHost.name("10.0.0.7", 22))).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "# comment", "box-1", "box-1 ssh-ed25519", "@revoked box-1 ssh-ed25519"})
    void whatSaysNothingIsPassedOver(String line) {
        assertThat(KnownHost.parse(line)).isEmpty();
    }

    @Test
    void aFingerprintIsTheOneOfSshKeygen() {
        assertThat(Fingerprint.of("AAAAC3NzaC1lZDI1NTE5AAAAILutJZGMeywqltqTsQzMGG1fGfT85UGVWVXPjP93nyTB"))
                .isEqualTo("SHA256:g3SzgkJerc/kBS7W9EgnzqQGdAwMiBoXdMKzL2opreM");
    }

    @Test
    void manyRunsAddAtOnceAndNothingIsLost() throws IOException {
        KnownHostsFile file = new KnownHostsFile(folder.resolve("new/known_hosts"));
        CompletableFuture<?>[] all = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> add(file, new KnownHost(KnownHost.Marker.NONE, "box-" + i, "ssh-ed25519", "AAAA")),
                        task -> new Thread(task).start()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(file.read()).hasSize(20);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("known_hosts", "known_hosts.lock");
        }
    }

    private static void add(KnownHostsFile file, KnownHost host) {
        try {
            file.add(host);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void forgettingLeavesOtherMachinesAndCommentsAndRevocations() throws IOException {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, """
                # mine
                box-1 ssh-ed25519 AAAA
                box-1 ssh-rsa BBBB
                box-2 ssh-ed25519 CCCC
                @revoked box-1 ssh-ed25519 DDDD
                """);
        assertThat(HostKeys.acceptNew(file).forget("box-1", 22)).isEqualTo(2);
        assertThat(Files.readAllLines(file))
                .containsExactly("# mine", "box-2 ssh-ed25519 CCCC", "@revoked box-1 ssh-ed25519 DDDD");
    }
}
