package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.k3sdeploy.ControlMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against a server that stands in for K3S's. */
@SuppressWarnings("NullAway.Init")
class ArtifactsCommandTest {
    private static final String VERSION = "v1.33.5+k3s1";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            asked.add(name);
            byte[] body = name.startsWith("sha256sum")
                    ? (EMPTY + "  k3s\n" + EMPTY + "  k3s-arm64\n" + EMPTY + "  k3s-airgap-images-amd64.tar.gz\n")
                            .getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun run(String... words) {
        List<String> all = new ArrayList<>(List.of("artifacts", "download"));
        all.addAll(List.of(words));
        all.add("--release-url=http://127.0.0.1:" + server.getAddress().getPort());
        return CommandRun.of(new ControlMachine(folder, folder, "tester", Map.of()), all.toArray(String[]::new));
    }

    @Test
    void whatIsThereIsListedAndTheNextStepTold() {
        CommandRun run = run("--version", VERSION, "--images", "-o", "air");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out().lines().toList())
                .endsWith(
                        folder.resolve("air/k3s").toString(),
                        folder.resolve("air/k3s-airgap-images-amd64.tar.gz").toString(),
                        "K3S " + VERSION + " is in " + folder.resolve("air")
                                + ". Install it from there: k3s_airgap_dir=" + folder.resolve("air"));
    }

    @Test
    void severalArchitecturesGoToOneFolder() {
        assertThat(run("--version", VERSION, "--arch", "amd64,aarch64", "-o", "air")
                        .exitCode())
                .isZero();

        assertThat(asked).containsExactly("sha256sum-amd64.txt", "k3s", "sha256sum-arm64.txt", "k3s-arm64");
        assertThat(folder.resolve("air/k3s-arm64")).exists();
    }

    @Test
    void wrongWordsAreUsageErrorsAndNothingIsAsked() {
        assertThat(run("--version", "1.33", "-o", "air").exitCode()).isEqualTo(2);
        assertThat(run("--version", VERSION, "--arch", "riscv64", "-o", "air").err())
                .contains("--arch", "riscv64", "armhf");
        assertThat(run("--version", VERSION).exitCode()).isEqualTo(2);
        assertThat(asked).isEmpty();
    }
}
