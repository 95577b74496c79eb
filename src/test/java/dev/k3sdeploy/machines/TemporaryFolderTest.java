package dev.k3sdeploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @Test
    void itGoesWithAllThatIsInIt(@TempDir Path elsewhere) throws IOException {
        Path kept = Files.writeString(elsewhere.resolve("kept"), "of others");
        TemporaryFolder folder = TemporaryFolder.create("folder-test-");
        Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(folder.path().resolve("a/b/key"), "secret");
        Files.createSymbolicLink(folder.path().resolve("a/link"), elsewhere);

        folder.close();

        assertThat(folder.path()).doesNotExist();
        assertThat(kept).hasContent("of others");
        folder.close(); // again: nothing to do
    }

    @Test
    void nobodyElseReadsIt() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("folder-test-")) {
            assertThat(Files.getPosixFilePermissions(folder.path()))
                    .noneMatch(permission -> !permission.name().startsWith("OWNER_"));
        }
    }
}
