package dev.k3sdeploy.k3s;

import dev.k3sdeploy.task.UploadedFile;
import java.util.List;

/** Where what a machine gets of a release comes from. */
@FunctionalInterface
public interface Binaries {
    /**
     * The executable for an architecture; fetched at the first call, remembered for the others.
     *
     * @param machine what {@code uname -m} says
     * @return a file that is verified already
     * @throws dev.k3sdeploy.problem.K3sDeployException when there is none, or it cannot be had
     */
    UploadedFile.Source forMachine(String machine);

    /**
     * The archives of images for an architecture, by their file names; none where images are pulled.
     *
     * @param machine what {@code uname -m} says
     * @return each with its sum; in a fixed order
     */
    default List<UploadedFile.Source> images(String machine) {
        return List.of();
    }
}
