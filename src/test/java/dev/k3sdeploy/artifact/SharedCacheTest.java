package dev.k3sdeploy.artifact;

import static dev.k3sdeploy.artifact.ReleaseFixture.BINARY;
import static dev.k3sdeploy.artifact.ReleaseFixture.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that use one cache at the same time: one downloads, the others wait for it. */
class SharedCacheTest {
    @TempDir
    Path cache;

    private ReleaseFixture at;

    @BeforeEach
    void start() {
        at = new ReleaseFixture(cache);
        at.storage.on("/k3s", TestAnswer.trickle(at.k3s, 5, 40));
    }

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void threadsDownloadOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Binary>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(threads.submit(at::binary)); // each with a Releases of its own
            }
            for (Future<Binary> run : runs) {
                assertThat(run.get(20, TimeUnit.SECONDS).sha256()).isEqualTo(ReleaseFixture.sha256(at.k3s));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(at.server.requestsOf(BINARY)).isEqualTo(1);
        assertThat(at.notes).anyMatch(note -> note.contains("another run"));
    }

    @Test
    void processesDownloadOnce() throws Exception {
        try (TestServer mirror = TestServer.http()) {
            String folder = "/v1.33.5%2Bk3s1/";
            mirror.on(folder + "sha256sum-amd64.txt", TestAnswer.text(ReleaseFixture.sums(at.k3s)));
            mirror.on(folder + "k3s", TestAnswer.trickle(at.k3s, 10, 50));
            List<Process> runs = List.of(run(mirror), run(mirror));
            for (Process run : runs) {
                assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
                String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(output).contains(ReleaseFixture.sha256(at.k3s));
            }
            assertThat(mirror.requestsOf(folder + "k3s")).isEqualTo(1);
        }
    }

    private Process run(TestServer mirror) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        OneDownload.class.getName(),
                        mirror.url(),
                        cache.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** A process that downloads one binary and prints its checksum. */
    static final class OneDownload {
        private OneDownload() {}

        public static void main(String[] args) {
            HttpSettings http = HttpSettings.through(ProxySettings.NONE);
            Releases releases =
                    new Releases(ReleaseSource.of(args[0], args[0]), Path.of(args[1]), http, DownloadProgress.SILENT);
            System.out.println(releases.binary(VERSION, Architecture.AMD64).sha256());
        }
    }
}
