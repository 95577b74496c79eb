package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.ClusterBuilder;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `up --check` says would change is what `up` changes then, restarts and all. */
class CheckForetellsTest {
    @TempDir
    Path folder;

    @Test
    void aChangeOfTheConfigurationRestartsK3s() {
        try (BootedCluster booted = BootedCluster.boot(folder, 1)) {
            booted.cluster().up().orThrow();

            List<String> foretold =
                    foretold(booted, Lab.simulator(), cluster -> cluster.variable("k3s_config", Map.of("debug", true)));

            assertThat(foretold).containsExactly("server-1: Write /etc/rancher/k3s/config.yaml", "server-1: Start k3s");
        }
    }

    @Test
    void ofSeveralServersEachIsRestarted() throws IOException {
        try (BootedCluster booted = BootedCluster.boot(folder, 2)) {
            booted.cluster().up().orThrow();
            Path newer = folder.resolve("newer");
            Files.writeString(
                    newer,
                    Files.readString(Lab.simulator())
                            .replaceFirst("(?m)^VERSION = \".*\"", "VERSION = \"v1.34.1+k3s1\""));
            assertThat(newer.toFile().setExecutable(true)).isTrue();

            List<String> foretold = foretold(booted, newer, cluster -> cluster);

            assertThat(foretold)
                    .containsExactlyInAnyOrder(
                            "server-1: Install /usr/local/bin/k3s",
                            "server-1: Start k3s",
                            "server-2: Install /usr/local/bin/k3s",
                            "server-2: Start k3s");
        }
    }

    /** In check mode, and then the same in earnest. */
    private static List<String> foretold(BootedCluster booted, Path k3s, UnaryOperator<ClusterBuilder> wish) {
        Report check = wish.apply(booted.builder(k3s, ClusterOptions.DEFAULTS.checking(true)))
                .build()
                .up()
                .orThrow();
        Report up = wish.apply(booted.builder(k3s, ClusterOptions.DEFAULTS))
                .build()
                .up()
                .orThrow();
        List<String> foretold = tasks(check, Outcome.WouldChange.class);
        assertThat(tasks(check, Outcome.Changed.class)).isEmpty();
        assertThat(tasks(up, Outcome.Changed.class)).containsExactlyInAnyOrderElementsOf(foretold);
        return foretold;
    }

    private static List<String> tasks(Report report, Class<? extends Outcome> kind) {
        return report.results().stream()
                .filter(result -> kind.isInstance(result.outcome()))
                .map(result -> result.target() + ": " + result.task())
                .toList();
    }
}
