package dev.k3sdeploy.archfixture.problem;

import dev.k3sdeploy.archfixture.engine.ProductAware;
import dev.k3sdeploy.archfixture.k3s.ClusterNode;

/** What is below sees what is above. */
public final class Upwards {
    private Upwards() {}

    public static String all() {
        return ProductAware.look(new ClusterNode(""));
    }
}
