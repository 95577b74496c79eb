package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From channel to version to file to machine, with a server of the test's own in the place of K3S's. */
class ReleaseIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server");

    private ReleaseServer releases = ReleaseServer.start();

    @BeforeEach
    void nothingIsCached() {
        LAB.control().forgetDownloads();
    }

    @AfterEach
    void end() {
        releases.close();
        assertThat(control().json(inventory(), "down", "--yes").exitCode()).isZero();
    }

    private static ControlSide control() {
        return LAB.control().with("K3SDEPLOY_K3S", "");
    }

    private LabInventory inventory() {
        return LAB.inventory()
                .with("k3s_channel_url", releases.url() + "/channels")
                .with("k3s_release_url", releases.url() + "/download");
    }

    @Test
    void aChannelsReleaseIsInstalledAndAPinnedOneNeedsNoNetworkAfterwards() {
        JsonRun up = control().json(inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(LAB.server().sh("/usr/local/bin/k3s --version")).startsWith("k3s version " + ReleaseServer.VERSION);
        assertThat(LAB.server().sh("sha256sum </usr/local/bin/k3s")).startsWith(releases.sha256());
        assertThat(up.command().out()).doesNotContain("SIMULATED");
        assertThat(releases.downloads()).isEqualTo(1);

        assertThat(control().json(inventory(), "down", "--yes").exitCode()).isZero();
        releases.close();
        JsonRun offline = control().json(inventory().with("k3s_version", ReleaseServer.VERSION), "up");
        assertThat(offline.exitCode()).as("%s", offline).isZero();
        assertThat(LAB.server().sh("sha256sum </usr/local/bin/k3s")).startsWith(releases.sha256());
    }

    @Test
    void aWrongChecksumLeavesNothingHalfWritten() throws IOException {
        releases.breakContent();
        JsonRun up = control().json(inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("sha256").contains(releases.sha256());
        assertNothingInstalled();
    }

    @Test
    void aTruncatedDownloadLeavesNothingHalfWritten() throws IOException {
        releases.truncate();
        JsonRun up = control().json(inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains(ReleaseServer.VERSION, "K3SDEPLOY_K3S");
        assertNothingInstalled();
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        releases.close();
        JsonRun up = control().json(inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("The K3S channel server cannot be reached", "K3SDEPLOY_K3S");
        assertNothingInstalled();
    }

    @Test
    void aFullDiskIsNamedAndKeepsNoPartOfTheFile() {
        LabHost host = LAB.server();
        host.sh("mount -t tmpfs -o size=64k tmpfs /usr/local/bin");
        try {
            JsonRun foreseen = LAB.control().json(LAB.inventory(), "up");
            assertThat(foreseen.tasks("failed")).containsExactly("server: Check the machine");
            assertThat(foreseen.problems()).contains("install-dir", "/usr/local/bin");

            JsonRun up = LAB.control().json(LAB.inventory(), "up", "--skip-preflight=install-dir");
            assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
            assertThat(up.tasks("failed")).containsExactly("server: Install /usr/local/bin/k3s");
            assertThat(up.problems()).contains("server", "No space left on device");
            assertThat(host.sh("ls -A /usr/local/bin")).isEmpty();
        } finally {
            host.sh("umount /usr/local/bin");
        }
    }

    private static void assertNothingInstalled() throws IOException {
        assertThat(LAB.server().sh("ls -A /usr/local/bin")).isEmpty();
        Path releases = control().cache().resolve("releases");
        List<Path> kept = List.of();
        if (Files.exists(releases)) {
            try (Stream<Path> files = Files.walk(releases)) {
                kept = files.filter(file -> Files.isRegularFile(file) && !file.endsWith(".lock"))
                        .toList();
            }
        }
        assertThat(kept).isEmpty();
    }
}
