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
    private static final String JUMPS = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <time.h>

            typedef int reading(clockid_t, struct timespec *);

            int clock_gettime(clockid_t clock, struct timespec *now) {
                static reading *real;
                struct timespec even;
                if (!real) real = (reading *) dlsym(RTLD_NEXT, "clock_gettime");
                int status = real(clock, now);
                if (clock == CLOCK_REALTIME) {
                    real(CLOCK_MONOTONIC, &even);
                    now->tv_sec += even.tv_sec % 2 ? 3600 : -3600;
                }
                return status;
            }
            """;

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

    /** An hour forth and an hour back, each second, for all of the Java process and for nobody else. */
    @Test
    void aClockThatJumpsDuringARunChangesNothing() throws IOException, InterruptedException {
        Path jumps = folder.resolve("jumps.so");
        Files.writeString(folder.resolve("jumps.c"), JUMPS);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "needs a C compiler");
        assertThat(run("gcc", "-shared", "-fPIC", "-o", "" + jumps, "" + folder.resolve("jumps.c"), "-ldl"))
                .isTrue();
        Path output = folder.resolve("output.txt");
        ProcessBuilder program = new ProcessBuilder(booted.program(Lab.simulator(), "up"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        program.environment().put("LD_PRELOAD", jumps.toString());

        int status = program.start().waitFor();

        assertThat(status).as(Files.readString(output)).isZero();
        booted.healsByTheNextUp("a clock that jumped");
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
