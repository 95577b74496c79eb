package dev.k3sdeploy.k3s;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A kubeconfig of this machine that others write too: kubectl, other tools. It is replaced as a whole, with what it was
 * before beside it, and under the lock that kubectl takes.
 *
 * @param file need not be there yet
 */
public record SharedKubeconfig(Path file) {
    /**
     * Puts the cluster's entries into the file.
     *
     * @param cluster whose entries come in
     * @param makeCurrent whether its context becomes the current one; it does where there is none
     * @return whether anything differs now
     * @throws K3sDeployException when the file is no kubeconfig, or cannot be written; it is then as it was
     */
    public boolean merge(Kubeconfig cluster, boolean makeCurrent) {
        Path real = real();
        Path lock = real.resolveSibling(real.getFileName() + ".lock");
        take(lock);
        try {
            String before = Files.exists(real) ? Files.readString(real) : "";
            String after = KubeconfigMerge.into(before).with(cluster, makeCurrent);
            if (OwnerOnlyFile.holds(real, after)) {
                return false;
            }
            if (!before.isBlank()) {
                OwnerOnlyFile.write(backup(), before);
            }
            OwnerOnlyFile.write(real, after);
            return true;
        } catch (IOException e) {
            throw new K3sDeployException("Cannot read " + real + ": " + e, "Check its permissions", e);
        } finally {
            release(lock);
        }
    }

    /** {@return what the file was before it last changed} */
    public Path backup() {
        Path real = real();
        return real.resolveSibling(real.getFileName() + ".before-k3sdeploy");
    }

    /** A link stays a link: what it leads to is replaced. */
    private Path real() {
        try {
            return Files.exists(file)
                    ? file.toRealPath()
                    : file.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new K3sDeployException("Cannot read " + file + ": " + e, "Check its permissions", e);
        }
    }

    private static void take(Path lock) {
        try {
            Files.createDirectories(lock.getParent());
            Files.createFile(lock);
        } catch (FileAlreadyExistsException e) {
            throw new K3sDeployException(
                    "Another program is changing the kubeconfig: there is " + lock,
                    "Try again; if no kubectl runs, remove that file",
                    e);
        } catch (IOException e) {
            throw new K3sDeployException("Cannot write " + lock + ": " + e, "Check the folder's permissions", e);
        }
    }

    private static void release(Path lock) {
        try {
            Files.deleteIfExists(lock);
        } catch (IOException e) {
            lock.toFile().deleteOnExit();
        }
    }
}
