package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small and read-only disks of the machine that k3sdeploy runs on, in whole runs. */
@SuppressWarnings("NullAway.Init")
class ControlFaultsTest {
    @TempDir
    Path folder;

    private Path disk;
    private BootedCluster booted;

    @BeforeEach
    void boot() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        booted = BootedCluster.boot(folder, 1);
    }

    @AfterEach
    void turnOff() throws IOException, InterruptedException {
        booted.close();
        run("umount", disk.toString());
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private void mounted(String options) throws IOException, InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()),
                "mounting a small disk needs root");
    }

    private ClusterBuilder builder() {
        return booted.builder(Lab.simulator(), ClusterOptions.DEFAULTS);
    }

    @Test
    void aHomeThatIsReadOnlyIsEnoughForARun() throws IOException, InterruptedException {
        mounted("ro");

        Report up = builder()
                .on(BootedCluster.control(disk, Lab.simulator()))
                .build()
                .up();

        assertThat(up.problems()).isEmpty();
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void aFullDiskForTheKubeconfigIsToldWithItsPathAndTheNextRunBringsIt() throws IOException, InterruptedException {
        mounted("size=4k");
        Files.writeString(disk.resolve("filling"), "x".repeat(4096));

        Report up = builder().output(disk).build().up();

        assertThat(MachineFaultsTest.only(up.problems()))
                .contains("Cannot write " + disk.resolve("k3s.yaml"), "the disk's free space");
        assertThat(disk.resolve("k3s.yaml")).doesNotExist();
        assertThat(disk.resolve("k3s.yaml.part")).doesNotExist();
        booted.healsByTheNextUp("a full disk here");
    }
}
