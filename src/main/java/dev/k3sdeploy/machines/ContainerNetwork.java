package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;

/** The network of one cluster's containers, with a /24 that holds their addresses. */
record ContainerNetwork(Tool engine, String cluster, String label) {
    String name() {
        return "k3sdeploy-" + cluster;
    }

    void ensure(String address) {
        if (engine.call(List.of("network", "inspect", name())).exitStatus() == 0) {
            return;
        }
        String subnet = address.substring(0, address.lastIndexOf('.')) + ".0/24";
        Tool.Answer created =
                engine.call(List.of("network", "create", "--subnet", subnet, "--label", label + "=" + cluster, name()));
        if (created.exitStatus() != 0) {
            throw new K3sDeployException(
                    "Cannot create a network " + subnet + " for the containers: " + created.errors(),
                    "If another network of this machine has these addresses, give the hosts others (ansible_host)");
        }
    }

    void remove() {
        if (engine.call(List.of("network", "inspect", name())).exitStatus() == 0) {
            engine.output(List.of("network", "rm", name()));
        }
    }
}
