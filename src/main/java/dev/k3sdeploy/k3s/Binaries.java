package dev.k3sdeploy.k3s;

import dev.k3sdeploy.task.UploadedFile;

/** Where the k3s executable for a machine comes from. */
@FunctionalInterface
public interface Binaries {
    /**
     * The executable for an architecture; fetched at the first call, remembered for the others.
     *
     * @param machine what {@code uname -m} says
     * @throws dev.k3sdeploy.problem.K3sDeployException when there is none, or it cannot be had
     */
    UploadedFile.Source forMachine(String machine);
}
