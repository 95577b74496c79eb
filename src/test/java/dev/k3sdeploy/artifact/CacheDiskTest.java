package dev.k3sdeploy.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.artifact.Binary.Origin;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache on a disk that is too small, or that must not be written to. */
class CacheDiskTest {
    @TempDir
    Path disk;

    private ReleaseFixture at;
    private boolean mounted;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(disk.resolve("cache"));
    }

    @AfterEach
    void stop() throws Exception {
        at.close();
        if (mounted) {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void aDiskWithoutRoomIsToldBeforeTheDownload() throws Exception {
        mount("size=200k");

        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("The disk of " + at.cachedBinary() + " is too full")
                .hasMessageContaining("XDG_CACHE_HOME");
        assertThat(at.received).isEmpty();
        assertThat(at.files()).isEmpty();
    }

    @Test
    void aDiskThatFillsUpDuringTheDownloadIsToldAndFreedAgain() throws Exception {
        mount("size=200k");
        at.storage.on("/k3s", TestAnswer.chunked(at.k3s));

        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .isNotInstanceOf(ReleaseUnreachableException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("XDG_CACHE_HOME");
        assertThat(at.received).isNotEmpty();
        assertThat(at.files()).isEmpty();
    }

    @Test
    void aReadOnlyCacheStillGivesWhatItHas() throws Exception {
        mount("size=4m");
        at.binary();
        remountReadOnly();

        assertThat(at.binary().origin()).isEqualTo(Origin.CACHED);
    }

    @Test
    void aReadOnlyCacheThatLacksTheVersionIsNamed() throws Exception {
        mount("size=4m");
        remountReadOnly();

        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Cannot write to " + disk)
                .hasMessageContaining("XDG_CACHE_HOME");
        assertThat(at.server.requests()).as("found out before any download").isEmpty();
    }

    @Test
    void aCacheInThePlaceOfAFileIsNamed() throws IOException {
        Files.writeString(disk.resolve("cache"), "in the way");

        assertThatThrownBy(at::binary)
                .isInstanceOf(K3sDeployException.class)
                .hasMessageContaining("Cannot write to " + disk.resolve("cache"));
        Files.delete(disk.resolve("cache"));
    }

    private void mount(String options) throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "mounting a small disk needs root");
    }

    private void remountReadOnly() throws Exception {
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
    }

    private static int run(String... command) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "small disks are made with Linux's mount");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
