package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder of this machine for what machines need as long as they live: keys, a kubeconfig. Readable by its owner only.
 *
 * @param path absolute; there until {@link #close}
 */
public record TemporaryFolder(Path path) implements AutoCloseable {
    /**
     * Creates one where this process has its temporary files.
     *
     * @param prefix what its name begins with, so that a person who finds it knows whose it is
     * @return an empty folder
     * @throws K3sDeployException when it cannot be created
     */
    public static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix).toAbsolutePath());
        } catch (IOException e) {
            throw new K3sDeployException("Cannot write to the folder for temporary files: " + e, "", e);
        }
    }

    /**
     * Removes the folder with all that is in it; links are removed, and what they lead to stays.
     *
     * @throws K3sDeployException when something of it cannot be removed
     */
    @Override
    public void close() {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new K3sDeployException("Cannot remove " + path + ": " + e, "Remove it by hand", e);
        }
    }
}
