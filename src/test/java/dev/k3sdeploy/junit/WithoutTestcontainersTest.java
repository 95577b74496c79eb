package dev.k3sdeploy.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;

/** Who tests against an inventory's machines has no Testcontainers on the class path. */
class WithoutTestcontainersTest {
    /** Run by a JUnit of its own, among classes that are loaded anew. */
    @K3sCluster(inventory = "no-such-inventory.yml")
    static final class OfAnInventory {
        @Test
        void one() {
            fail("it ran");
        }
    }

    /** Loaded together with that class. */
    public static final class Run {
        private Run() {}

        /** What became of it. */
        public static String problem(Path reports) {
            return TestRun.of(reports, OfAnInventory.class).containerEvents().failed().stream()
                    .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                            .getThrowable()
                            .orElseThrow()
                            .toString())
                    .findFirst()
                    .orElse("no problem");
        }
    }

    @Test
    void anInventorysClusterIsTriedWithoutIt(@TempDir Path reports) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(withoutTestcontainers(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            assertThat(problem("org.testcontainers.DockerClientFactory", loader))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(Class.forName(Run.class.getName(), true, loader)
                            .getMethod("problem", Path.class)
                            .invoke(null, reports))
                    .asString()
                    .startsWith("dev.k3sdeploy.problem.")
                    .contains("no-such-inventory.yml");
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static Throwable problem(String type, ClassLoader loader) {
        try {
            return new AssertionError(Class.forName(type, true, loader) + " is there");
        } catch (ClassNotFoundException e) {
            return e;
        }
    }

    private static URL[] withoutTestcontainers() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(place -> !String.valueOf(place.getFileName()).matches("(testcontainers|docker-java).*"))
                .map(WithoutTestcontainersTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
