package dev.k3sdeploy.k3s;

import dev.k3sdeploy.artifact.Sha256;
import dev.k3sdeploy.artifact.VerifiedFile;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A snapshot on this machine, as {@link SnapshotHere} brings it: with its token and its sha256 in files beside it.
 *
 * @param file the copy itself
 */
public record LocalSnapshot(Path file) {
    static LocalSnapshot at(Path file) {
        return new LocalSnapshot(file);
    }

    /**
     * A snapshot to restore.
     *
     * @param file as {@code snapshot fetch} wrote it
     * @return the file, with what lies beside it
     * @throws K3sDeployException when it is not what was fetched, or cannot be read
     */
    public static LocalSnapshot open(Path file) {
        LocalSnapshot snapshot = new LocalSnapshot(file);
        String expected = snapshot.text(snapshot.sumFile())
                .map(text -> text.replaceFirst("(?s)\\s.*", ""))
                .orElse("");
        if (!expected.isEmpty() && !snapshot.hash().sha256().equals(expected)) {
            throw new K3sDeployException(
                    file + " is not what was fetched: its sha256 differs from the one in " + snapshot.sumFile(),
                    "Fetch it again: `k3sdeploy snapshot fetch`");
        }
        return snapshot;
    }

    /** The name that it has on a server. */
    String name() {
        return file.getFileName().toString();
    }

    Path tokenFile() {
        return file.resolveSibling(name() + ".token");
    }

    Path sumFile() {
        return file.resolveSibling(name() + ".sha256");
    }

    /** The token beside it. */
    Optional<Secret> token() {
        return text(tokenFile()).filter(text -> !text.isEmpty()).map(Secret::of);
    }

    boolean hasSha256(String sha256) {
        return Files.isRegularFile(file) && hash().sha256().equals(sha256);
    }

    VerifiedFile hash() {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new K3sDeployException("Cannot read " + file + ": " + e, "Check its permissions", e);
        }
    }

    private Optional<String> text(Path beside) {
        try {
            return Files.exists(beside) ? Optional.of(Files.readString(beside).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new K3sDeployException("Cannot read " + beside + ": " + e, "Check its permissions", e);
        }
    }
}
