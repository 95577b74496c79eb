package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterSpec;
import dev.k3sdeploy.machines.MachineSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an inventory says, read and found right.
 *
 * @param connections of every machine of the cluster
 * @param warnings what was passed over and might matter
 */
record Plan(
        ClusterSpec cluster,
        Map<Target, HostConnection> connections,
        ReleaseWish release,
        Optional<ContainerWish> containers,
        List<String> warnings) {

    /**
     * Machines that shall be containers of this machine.
     *
     * @param engine {@code docker} or {@code podman}
     */
    record ContainerWish(String engine, String image, List<MachineSpec> machines) {}
}
