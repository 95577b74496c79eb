package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be wrong with a place for downloads on this machine. */
final class CacheFolder {
    private static final long NEARLY_FULL = 64 << 10;

    private CacheFolder() {}

    static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    static K3sDeployException unwritable(Path path, IOException problem) {
        if (isFull(path)) {
            return new K3sDeployException("The disk of " + path + " is full", elsewhere("Free some space"), problem);
        }
        String why = problem instanceof AccessDeniedException
                ? "permission denied"
                : problem instanceof FileSystemException known && known.getReason() != null
                        ? known.getReason()
                        : String.valueOf(problem.getMessage());
        return new K3sDeployException(
                "Cannot write to " + path + ": " + why, elsewhere("Make the folder writable"), problem);
    }

    static K3sDeployException noRoom(Path path, long needed, long free) {
        return new K3sDeployException(
                "The disk of " + path + " is too full: the download needs " + megabytes(needed) + " more, "
                        + megabytes(free) + " are free",
                elsewhere("Free some space"));
    }

    static long free(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    private static boolean isFull(Path path) {
        Path parent = path.getParent();
        try {
            FileStore disk = Files.getFileStore(Files.exists(path) || parent == null ? path : parent);
            return !disk.isReadOnly() && disk.getUsableSpace() < NEARLY_FULL;
        } catch (IOException e) {
            return false;
        }
    }

    private static String elsewhere(String first) {
        return first + ", or name another folder; for the cache: XDG_CACHE_HOME=/some/where k3sdeploy …";
    }

    private static String megabytes(long bytes) {
        return String.format("%.1f MB", bytes / 1e6);
    }
}
