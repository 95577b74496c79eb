package dev.k3sdeploy.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.opentest4j.TestAbortedException;

/** What becomes of tests whose cluster cannot be had. */
class AbsentClusterTest {
    private static final AtomicInteger TRIED = new AtomicInteger();

    private static final ClusterSource NO_MACHINES = output -> {
        TRIED.incrementAndGet();
        throw new UnreachableException("There is no lab: no container engine answers", "lab/setup prepares one");
    };

    @BeforeEach
    void nothingWasTried() {
        TRIED.set(0);
    }

    /** Its cluster's machines are absent. */
    static final class OfAClass {
        @RegisterExtension
        static final ClusterExtension K3S = ClusterExtension.of(NO_MACHINES);

        @Test
        void one(Cluster cluster) {
            fail("it ran");
        }

        @Test
        void two() {
            fail("it ran");
        }
    }

    /** The same for each test. */
    static final class OfAMethod {
        @RegisterExtension
        static final ClusterExtension K3S = ClusterExtension.of(NO_MACHINES).scope(Scope.METHOD);

        @Test
        void one() {
            fail("it ran");
        }
    }

    /** An annotation that says too little. */
    @K3sCluster
    static final class OfNothing {
        @Test
        void one() {
            fail("it ran");
        }
    }

    @Test
    void itsTestsAreSkippedWithTheReason(@TempDir Path reports) {
        EngineExecutionResults ofClass = TestRun.of(reports, OfAClass.class);
        assertThat(ofClass.containerEvents().aborted().stream().map(AbsentClusterTest::problem))
                .singleElement()
                .isInstanceOf(TestAbortedException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("There is no lab: no container engine answers", "lab/setup prepares one");
        assertThat(TRIED).as("once for all tests").hasValue(1);

        TestRun.of(reports, OfAMethod.class)
                .testEvents()
                .assertStatistics(stats -> stats.aborted(1).failed(0));
    }

    @Test
    void anAnnotationNeedsMachines(@TempDir Path reports) {
        assertThat(TestRun.of(reports, OfNothing.class).containerEvents().failed().stream()
                        .map(AbsentClusterTest::problem))
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("@K3sCluster needs an inventory or a lab, and not both");
    }

    @Test
    void nothingIsLeftOfAClusterThatCannotBeOpened(@TempDir Path folder) throws Exception {
        long before = folders();
        assertThatThrownBy(() -> RunningCluster.of(NO_MACHINES, new Wishes(true, false)))
                .isInstanceOf(AbsentMachines.class);
        ClusterSource broken = output -> {
            throw new K3sDeployException("no", "");
        };
        assertThatThrownBy(() -> RunningCluster.of(broken, new Wishes(false, false)))
                .isNotInstanceOf(AbsentMachines.class);
        assertThat(folders()).isEqualTo(before);
    }

    private static long folders() throws Exception {
        try (java.util.stream.Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("k3sdeploy-test-"))
                    .count();
        }
    }

    @Test
    void whereTheLabIsRequiredTheyFail(@TempDir Path reports) {
        EngineExecutionResults results = TestRun.with("k3sdeploy.lab", "required", reports, OfAMethod.class);
        results.testEvents().assertStatistics(stats -> stats.failed(1).aborted(0));
    }

    @Test
    void theConfigurationOrElseTheEnvironmentSaysWhatIsKeptAndRequired() {
        Map<String, String> environment = Map.of("K3SDEPLOY_KEEP", "true", "K3SDEPLOY_LAB", "required");
        assertThat(Wishes.of(name -> Optional.empty(), Map.of())).isEqualTo(new Wishes(false, false));
        assertThat(Wishes.of(name -> Optional.empty(), environment)).isEqualTo(new Wishes(true, true));
        assertThat(Wishes.of(name -> Optional.of("no"), environment)).isEqualTo(new Wishes(false, false));
    }

    @Test
    void aNamespacesNameIsALabelOfDns() {
        assertThat(TestNamespace.name("GuestbookTest-listsEntries", "[engine:x]"))
                .matches("test-guestbook-test-lists-entries-[0-9a-f]{8}");
        assertThat(TestNamespace.name("OfAPage-x", "a")).startsWith("test-of-a-page-x-");
        assertThat(TestNamespace.name("Ünïcode" + "x".repeat(100), "a"))
                .matches("test-[a-z0-9][a-z0-9-]*-[0-9a-f]{8}")
                .hasSizeLessThan(64);
        assertThat(TestNamespace.name("A-b", "one")).isNotEqualTo(TestNamespace.name("A-b", "two"));
    }

    private static Throwable problem(Event event) {
        assertThat(event.getType()).isEqualTo(EventType.FINISHED);
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
