package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The launcher and the jar that users start, once from end to end; all other tests run the same classes. */
class LauncherIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server");

    /** With an older jar the launcher would build, in the middle of the build that runs this test. */
    @BeforeAll
    static void theJarIsNew() throws IOException {
        Path top = Lab.repository();
        Path jar = top.resolve("target/k3sdeploy-all.jar");
        Lab.require(
                Files.exists(jar) && newest(top).compareTo(Files.getLastModifiedTime(jar)) <= 0,
                "target/k3sdeploy-all.jar is missing or older than its sources; run ./mvnw verify");
    }

    private static FileTime newest(Path top) throws IOException {
        FileTime newest = Files.getLastModifiedTime(top.resolve("pom.xml"));
        for (String folder : List.of("src/main", "templates", "lab/simulator")) {
            try (Stream<Path> files = Files.walk(top.resolve(folder))) {
                FileTime inFolder =
                        files.map(LauncherIT::modified).max(FileTime::compareTo).orElse(newest);
                newest = inFolder.compareTo(newest) > 0 ? inFolder : newest;
            }
        }
        return newest;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive of classes is made once the first {@code up} has ended, and all that follow start with it. */
    @Test
    void upStatusAndDownFromAnyFolder() throws InterruptedException, IOException {
        for (Path archive : archives()) {
            Files.deleteIfExists(archive);
        }
        assertThat(launch(0, "up").lines().toList())
                .last()
                .isEqualTo("export KUBECONFIG=" + LAB.control().kubeconfig());
        for (int second = 0; second < 120 && archives().stream().noneMatch(Files::exists); second++) {
            Thread.sleep(1000);
        }
        assertThat(archives()).anyMatch(Files::exists);
        assertThat(launch(0, "up")).contains("changed=0");
        assertThat(launch(0, "status")).contains(LAB.server().address());
        assertThat(launch(0, "down", "--yes")).contains("Kept: ");
        assertThat(launch(3, "up", "--check")).contains("would change");
    }

    private static List<Path> archives() {
        Path target = Lab.repository().resolve("target");
        return List.of(target.resolve("classes-of-k3sdeploy.jsa"), target.resolve("classes-of-k3sdeploy.aot"));
    }

    private static String launch(int expectedExitCode, String... arguments) throws InterruptedException {
        try (CommandProcess command = LAB.control().launch(LAB.inventory(), arguments)) {
            assertThat(command.exitCode()).as("%s", command.text()).isEqualTo(expectedExitCode);
            return command.text();
        }
    }
}
