package dev.k3sdeploy.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.machines.TemporaryFolder;
import dev.k3sdeploy.testcontainers.ContainerLab;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Clusters in tests, on one machine of the lab: test classes run by a JUnit of their own. */
@SuppressWarnings("NullAway.Init")
class ClusterExtensionIT {
    private static ContainerLab lab;

    private static final List<String> CONTEXTS = new CopyOnWriteArrayList<>();
    private static final Set<String> NAMESPACES = new ConcurrentSkipListSet<>();
    private static final List<Path> KUBECONFIGS = new CopyOnWriteArrayList<>();

    /** What stands for a user's machine: it is there before and after the tests. */
    private static final ClusterSource MACHINE = output -> ClusterSource.Opened.of(lab.cluster()
            .on(new ControlMachine(
                    output,
                    output,
                    "nobody",
                    Map.of("K3SDEPLOY_K3S", Lab.simulator().toString())))
            .output(output)
            .build());

    @BeforeAll
    static void thereIsALab() {
        Lab.requireHosts();
        lab = ContainerLab.start(1);
    }

    @AfterAll
    static void theLabGoes() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void nothingWasSeen() {
        CONTEXTS.clear();
        NAMESPACES.clear();
        KUBECONFIGS.clear();
    }

    /** The first of two classes that share a cluster; its tests run at the same time. */
    static final class FirstOfASession {
        @RegisterExtension
        static final ClusterExtension K3S =
                ClusterExtension.of(MACHINE).scope(Scope.SESSION).namespacePerTest();

        @BeforeAll
        static void theClusterIsThereBeforeAllTests(Cluster cluster) {
            assertThat(cluster.status().healthy()).isTrue();
        }

        @Test
        void aClientWorksInANamespaceOfTheTests(KubernetesClient client, Kubeconfig kubeconfig) {
            NAMESPACES.add(client.getNamespace());
            assertThat(kubeconfig.yaml()).contains("namespace: " + client.getNamespace());
            assertThat(client.namespaces().withName(client.getNamespace()).get())
                    .isNotNull();
            assertThat(client.nodes().list().getItems()).hasSize(1);
        }

        @Test
        void anotherTestWorksInAnother(KubernetesClient client, Cluster cluster) {
            NAMESPACES.add(client.getNamespace());
            KUBECONFIGS.add(cluster.kubeconfigFile());
        }
    }

    /** The second; one of its tests fails. */
    static final class SecondOfASession {
        @RegisterExtension
        static final ClusterExtension K3S = ClusterExtension.of(MACHINE).scope(Scope.SESSION);

        @Test
        void itIsTheSameCluster(Cluster cluster, KubernetesClient client) {
            KUBECONFIGS.add(cluster.kubeconfigFile());
            assertThat(client.getNamespace()).isNotIn(NAMESPACES);
        }

        @Test
        void aTestThatFails() {
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void aSessionsCluster(@TempDir Path reports) throws Exception {
        EngineExecutionResults results = TestRun.of(reports, FirstOfASession.class, SecondOfASession.class);

        assertThat(problems(results)).containsExactly("on purpose");
        results.testEvents().assertStatistics(stats -> stats.succeeded(3).failed(1));
        assertThat(NAMESPACES)
                .hasSize(2)
                .allMatch(name -> name.matches("test-first-of-a-session-a-client-works.*|test-first-.*-another-.*"));
        assertThat(Set.copyOf(KUBECONFIGS)).hasSize(1);
        assertThat(KUBECONFIGS.get(0)).doesNotExist();
        assertThat(k3sIsInstalled()).isFalse();
        assertThat(namesBelow(reports))
                .filteredOn(name -> name.endsWith("debug.tar.gz"))
                .hasSize(1);
    }

    /** Each test has a cluster of its own. */
    static final class OfAMethod {
        @RegisterExtension
        static final ClusterExtension K3S = ClusterExtension.of(MACHINE).scope(Scope.METHOD);

        @Test
        void aTest(Cluster cluster) {
            assertThat(k3sIsInstalled()).isTrue();
            CONTEXTS.add(cluster.kubeconfig().context());
        }
    }

    /** Its cluster is to be looked at afterwards. */
    static final class Failing {
        @RegisterExtension
        static final ClusterExtension K3S = ClusterExtension.of(MACHINE).scope(Scope.METHOD);

        @Test
        void aTestThatFails() {
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void aClusterIsKeptAfterAFailureWhenAskedAndThenBelongsToNoTest(@TempDir Path reports) throws Exception {
        EngineExecutionResults failed = TestRun.with("k3sdeploy.keep", "true", reports, Failing.class);

        assertThat(problems(failed)).containsExactly("on purpose");
        assertThat(namesBelow(reports)).contains("debug.tar.gz");
        Path kubeconfig = Path.of(kept(failed).replaceFirst(".*KUBECONFIG=", ""));
        assertThat(kubeconfig).content().contains("server: https://");
        new TemporaryFolder(Objects.requireNonNull(kubeconfig.getParent())).close();
        Cluster own =
                MACHINE.open(Files.createDirectories(reports.resolve("own"))).cluster();
        assertThat(own.status().healthy()).isTrue();

        TestRun.of(reports, OfAMethod.class).testEvents().assertStatistics(stats -> stats.succeeded(1));

        assertThat(CONTEXTS).containsExactly("lab");
        assertThat(own.status().healthy()).isTrue();
        own.down().orThrow();
    }

    private static String kept(EngineExecutionResults results) {
        return results.testEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .map(entry -> entry.getOrDefault("k3sdeploy.kept", ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> problems(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage())
                .toList();
    }

    private static boolean k3sIsInstalled() {
        try {
            return lab.machines()
                            .get(0)
                            .execInContainer("test", "-e", "/usr/local/bin/k3s")
                            .getExitCode()
                    == 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> namesBelow(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .toList();
        }
    }
}
