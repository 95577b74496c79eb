package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Optional;

/**
 * The network of one cluster's containers.
 *
 * @param subnet as {@code 172.30.50.0/24}; empty for the /24 that holds the addresses
 */
record ContainerNetwork(Tool engine, String cluster, String label, Optional<String> subnet) {
    String name() {
        return "k3sdeploy-" + cluster;
    }

    void ensure(String address) {
        if (exists()) {
            return;
        }
        String range = subnet.orElseGet(() -> address.substring(0, address.lastIndexOf('.')) + ".0/24");
        Tool.Answer created =
                engine.call(List.of("network", "create", "--subnet", range, "--label", label + "=" + cluster, name()));
        if (created.exitStatus() != 0 && !exists()) {
            throw new K3sDeployException(
                    "Cannot create a network " + range + " for the containers: " + created.errors(),
                    "If another network of this machine has these addresses, give the hosts others (ansible_host)");
        }
    }

    void remove() {
        if (exists()) {
            engine.output(List.of("network", "rm", name()));
        }
    }

    private boolean exists() {
        return engine.call(List.of("network", "inspect", name())).exitStatus() == 0;
    }
}
