package dev.k3sdeploy.junit;

import java.util.List;

/**
 * What a test class asks for.
 *
 * @param namespaces whether each test gets one of its own
 */
record Asked(ClusterSource source, Scope scope, boolean namespaces) {
    static Asked of(K3sCluster annotation) {
        return new Asked(source(annotation), annotation.scope(), annotation.namespacePerTest());
    }

    private static ClusterSource source(K3sCluster annotation) {
        List<String> variables = List.of(annotation.variables());
        if (annotation.inventory().isEmpty() == (annotation.lab() == 0)) {
            throw new IllegalArgumentException("@K3sCluster needs an inventory or a lab, and not both");
        }
        return annotation.lab() > 0
                ? new LabSource(annotation.lab(), variables)
                : new InventorySource(annotation.inventory(), variables);
    }
}
