package dev.k3sdeploy.machines;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that makes machines. It creates nothing that it is not asked for by name, and removes nothing that it has
 * not created.
 */
public interface MachineProvider {
    /**
     * Makes the machines exist and run; those that do are left alone.
     *
     * @param progress hears one line for each thing done
     * @return the machines that are new, and so have host keys that nobody has seen
     * @throws dev.k3sdeploy.problem.K3sDeployException when that is not possible
     */
    List<MachineSpec> ensure(List<MachineSpec> wanted, Consumer<String> progress);

    /**
     * Removes the machines with all that is on them; those that do not exist are no error.
     *
     * @return the machines that were removed
     */
    List<MachineSpec> remove(List<MachineSpec> unwanted, Consumer<String> progress);

    /** Those of the machines that are missing or stopped; changes nothing. */
    List<MachineSpec> missing(List<MachineSpec> wanted);
}
