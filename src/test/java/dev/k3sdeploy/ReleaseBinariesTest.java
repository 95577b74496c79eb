package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.artifact.DownloadProgress;
import dev.k3sdeploy.artifact.ElfFixture;
import dev.k3sdeploy.artifact.HttpSettings;
import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.ProxySettings;
import dev.k3sdeploy.artifact.ReleaseSource;
import dev.k3sdeploy.artifact.ReleaseUnreachableException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.task.Sums;
import dev.k3sdeploy.task.UploadedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which executable is taken: the user's, the cache's, or for the lab alone the simulator's. */
@SuppressWarnings("NullAway.Init")
class ReleaseBinariesTest {
    private static final Optional<K3sVersion> PINNED = Optional.of(K3sVersion.parse("v1.33.5+k3s1"));

    private static final HttpSettings ONE_TRY = new HttpSettings(
            ProxySettings.NONE,
            Optional.empty(),
            new HttpSettings.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20), List.of()));

    private final List<String> notes = new ArrayList<>();
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @Test
    void theUsersFileWinsOverEverything() throws IOException {
        cached("k3s", "from the cache");
        site = own("#!/bin/sh\necho 'k3s version v1.33.5+k3s1 (abc)'\n".getBytes(StandardCharsets.UTF_8))
                .with("K3SDEPLOY_K3S", "my/k3s");

        UploadedFile.Source source = resolved(PINNED, true).forMachine("x86_64");

        assertThat(source.name()).isEqualTo("k3s v1.33.5+k3s1");
        assertThat(text(source)).startsWith("#!/bin/sh");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        site = site.with("K3SDEPLOY_K3S", "my/none");

        assertThatThrownBy(() -> resolved(PINNED, true))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("my/none");
    }

    @Test
    void aFileForAnotherProcessorIsRefused() throws IOException {
        site = own(ElfFixture.program(ElfFixture.AMD64)).with("K3SDEPLOY_K3S", "my/k3s");
        ReleaseBinaries binaries = resolved(PINNED, false);

        assertThat(binaries.forMachine("x86_64").name()).isEqualTo("k3s v1.33.5+k3s1");
        assertThatThrownBy(() -> binaries.forMachine("aarch64")).hasMessageContaining("arm64");
    }

    @Test
    void aPinnedVersionInTheCacheNeedsNoNetwork() throws IOException {
        cached("k3s", "from the cache");

        UploadedFile.Source source = resolved(PINNED, false).forMachine("x86_64");

        assertThat(text(source)).isEqualTo("from the cache");
        assertThat(source.sha256()).isEqualTo(Sums.sha256("from the cache"));
        assertThat(notes).isEmpty();
    }

    @Test
    void eachProcessorGetsItsOwnFileAndEachOnce() throws IOException {
        cached("k3s", "for amd64");
        cachedFor("arm64", "k3s-arm64", "for arm64");
        ReleaseBinaries binaries = resolved(PINNED, false);

        assertThat(text(binaries.forMachine("x86_64"))).isEqualTo("for amd64");
        assertThat(text(binaries.forMachine("aarch64"))).isEqualTo("for arm64");
        assertThat(binaries.forMachine("x86_64")).isSameAs(binaries.forMachine("amd64"));
    }

    @Test
    void aMachineThatK3sIsNotMadeForIsSaid() {
        assertThatThrownBy(() -> resolved(PINNED, false).forMachine("riscv64"))
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("«riscv64»");
    }

    @Test
    void withoutANetworkTheLabGetsTheSimulatorAndIsToldSoLoudly() {
        UploadedFile.Source source = resolved(PINNED, true).forMachine("x86_64");

        assertThat(source.name()).isEqualTo("k3s v1.33.5+k3s1 (simulated)");
        assertThat(notes).hasSize(2).allMatch(note -> note.startsWith("SIMULATED: "));
        assertThat(notes.get(1)).contains("runs no pods", "K3SDEPLOY_K3S=");
    }

    @Test
    void withoutANetworkARealMachineNeverGetsTheSimulator() {
        assertThatThrownBy(() -> resolved(PINNED, false).forMachine("x86_64"))
                .isInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("K3SDEPLOY_K3S=/path/to/k3s");
        assertThat(notes).noneMatch(note -> note.contains("SIMULATED"));
    }

    @Test
    void anUnreachableChannelIsKnownBeforeAnyMachineIsTouched() {
        assertThatThrownBy(() -> resolved(Optional.empty(), false)).isInstanceOf(ReleaseUnreachableException.class);
    }

    @Test
    void allMachinesOfTheLabGetTheSameSimulator() {
        ReleaseBinaries binaries = resolved(Optional.empty(), true);

        assertThat(binaries.forMachine("x86_64").sha256())
                .isEqualTo(binaries.forMachine("aarch64").sha256());
    }

    private ReleaseBinaries resolved(Optional<K3sVersion> version, boolean simulator) {
        String nobody = "http://127.0.0.1:" + closedPort();
        ReleaseWish wish = new ReleaseWish(
                version,
                "stable",
                ReleaseSource.of(nobody + "/channels", nobody + "/download"),
                simulator,
                Optional.empty());
        ReleaseBinaries binaries = new ReleaseBinaries(wish, site.here(), ONE_TRY, new DownloadProgress() {
            @Override
            public void downloaded(String file, long done, long total) {
                throw new AssertionError("nothing can be downloaded");
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        });
        binaries.resolve();
        return binaries;
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void cached(String name, String content) {
        cachedFor("amd64", name, content);
    }

    private void cachedFor(String architecture, String name, String content) {
        String folder = ".cache/k3sdeploy/releases/v1.33.5+k3s1/" + architecture + "/";
        site.file(folder + name, content);
        site.file(folder + "sha256sum-" + architecture + ".txt", Sums.sha256(content) + "  " + name + "\n");
    }

    private Site own(byte[] content) throws IOException {
        Files.write(Files.createDirectories(site.folder().resolve("my")).resolve("k3s"), content);
        assertThat(site.folder().resolve("my/k3s").toFile().setExecutable(true)).isTrue();
        return site;
    }

    private static String text(UploadedFile.Source source) throws IOException {
        try (var in = source.content().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
