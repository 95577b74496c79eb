package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters from one JVM, at the same time, again and again: each is whole, and nothing is left of them. The long form:
 * {@code ./mvnw -Plong verify -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ParallelClustersIT}; what was
 * measured is then in {@code target/parallel-clusters-8.txt}.
 */
class ParallelClustersIT {
    @BeforeAll
    static void thereIsALab() {
        Lab.requireHosts();
        Lab.requireProgram("docker");
    }

    @Test
    void twoClusters(@TempDir Path folder) throws Exception {
        assertNothingIsLeft(folder, 2, 1);
    }

    @Test
    @Tag("long")
    void eightClustersThreeTimes(@TempDir Path folder) throws Exception {
        assertNothingIsLeft(folder, 8, 3);
    }

    private static void assertNothingIsLeft(Path folder, int clusters, int rounds)
            throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path output = Files.createDirectories(Path.of("target")).resolve("parallel-clusters-" + clusters + ".txt");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParallelClusters.class.getName(),
                        String.valueOf(clusters),
                        String.valueOf(rounds),
                        folder.toString(),
                        Lab.simulator().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = program.waitFor(15, TimeUnit.MINUTES);
        program.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(program.exitValue()).as(text).isZero();

        List<String> held = text.lines()
                .filter(line -> line.contains("Held["))
                .map(line -> line.substring(line.indexOf("Held[")))
                .toList();
        assertThat(held).as(text).hasSize(rounds + 1).containsOnly(held.get(0));
        assertThat(held.get(0)).contains("threads=[]", "children=0", "temporary=[]");
    }
}
