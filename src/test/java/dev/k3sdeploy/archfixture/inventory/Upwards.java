package dev.k3sdeploy.archfixture.inventory;

import dev.k3sdeploy.archfixture.k3s.ClusterNode;
import dev.k3sdeploy.archfixture.machines.Machines;

/** What is below sees what is above. */
public final class Upwards {
    private Upwards() {}

    public static String all(ClusterNode node) {
        return node.name() + Machines.NAME;
    }
}
