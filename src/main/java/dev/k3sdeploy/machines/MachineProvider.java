package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Something that makes machines. It creates nothing that it is not asked for by name, and removes nothing else either.
 * Each of its calls throws {@link dev.k3sdeploy.problem.K3sDeployException} when the program behind it is not there or
 * refuses. One of a caller's own is given to {@code ClusterOptions.madeBy}.
 */
public interface MachineProvider {
    /**
     * What is there of each of the machines, in their order; changes nothing.
     *
     * @param wanted in the inventory's order
     * @return one for each, in their order
     * @throws dev.k3sdeploy.problem.K3sDeployException when the provider does not answer
     */
    List<MachineState> states(List<MachineSpec> wanted);

    /**
     * The names of machines that k3sdeploy has made for this cluster and that are not among the wanted; changes nothing.
     *
     * @param wanted those that the inventory has
     * @return in a fixed order
     */
    List<String> strays(List<MachineSpec> wanted);

    /**
     * Makes the machines exist and run, at the same time where that is possible; those that do are left alone. Killed on
     * the way, it ends where it would have when it is called again.
     *
     * @param wanted in the inventory's order
     * @param progress hears one line for each thing done, maybe from several threads
     * @throws dev.k3sdeploy.problem.K3sDeployException when one cannot be made or started; what is made stays
     */
    void ensure(List<MachineSpec> wanted, Consumer<Message> progress);

    /**
     * Stops the machines that run; what is on them stays.
     *
     * @param machines that may run
     * @param progress hears one line for each thing done, maybe from several threads
     */
    void stop(List<MachineSpec> machines, Consumer<Message> progress);

    /**
     * Removes machines with all that is on them; those that do not exist are no error.
     *
     * @param names of machines of the inventory, or strays
     * @param progress hears one line for each thing done, maybe from several threads
     * @return those that were removed
     */
    List<String> remove(List<String> names, Consumer<Message> progress);

    /**
     * {@return how to log in to those of the machines that run, by their names}
     *
     * @param machines that may run
     */
    Map<String, MachineLogin> access(List<MachineSpec> machines);
}
