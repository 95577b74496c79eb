package dev.k3sdeploy;

import dev.k3sdeploy.machines.MachineSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Machines that the inventory wants made. */
sealed interface MachineWish {
    /** Those of the cluster, servers first. */
    List<MachineSpec> machines();

    /**
     * Containers of this machine.
     *
     * @param engine a name or a path; empty for the one that is there
     * @param subnet of their network; empty for the /24 of their addresses
     */
    record Containers(String engine, String image, Optional<String> subnet, List<MachineSpec> machines)
            implements MachineWish {}

    /**
     * VMs of a Vagrantfile.
     *
     * @param folder where the Vagrantfile is looked for, there and above
     */
    record VagrantVms(Path folder, List<MachineSpec> machines) implements MachineWish {}

    /** Those that a provider of the caller's makes. */
    record OfCaller(List<MachineSpec> machines) implements MachineWish {}
}
