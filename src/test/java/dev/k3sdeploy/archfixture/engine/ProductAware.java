package dev.k3sdeploy.archfixture.engine;

import dev.k3sdeploy.archfixture.Facade;
import dev.k3sdeploy.archfixture.k3s.ClusterNode;

/** An engine that knows a product, and so the façade again: a cycle too. */
public final class ProductAware {
    private ProductAware() {}

    public static String look(ClusterNode node) {
        return node.name() + Facade.nodes();
    }
}
