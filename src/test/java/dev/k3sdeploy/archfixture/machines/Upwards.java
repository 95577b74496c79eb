package dev.k3sdeploy.archfixture.machines;

import dev.k3sdeploy.archfixture.k3s.ClusterNode;

/** What is below sees what is above. */
public final class Upwards {
    private Upwards() {}

    public static String all(ClusterNode node) {
        return node.name() + Machines.NAME;
    }
}
