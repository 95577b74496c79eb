package dev.k3sdeploy.junit;

import dev.k3sdeploy.problem.K3sDeployException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;

/** A namespace for one test. Deleted after it, unless its cluster is kept. */
record TestNamespace(RunningCluster running, String name) implements AutoCloseable {
    private static final int LONGEST_PREFIX = 50;

    /** @param unique among all tests; what makes the name unlike those of other tests with the same methods */
    static TestNamespace create(RunningCluster running, String prefix, String unique) {
        String name = name(prefix, unique);
        try (KubernetesClient client = Clients.of(running.kubeconfig())) {
            client.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            throw new K3sDeployException("Cannot create namespace " + name + ": " + e.getMessage(), "", e);
        }
        return new TestNamespace(running, name);
    }

    /** A label of DNS (RFC 1123): lower case, 63 characters at most. */
    static String name(String prefix, String unique) {
        String words = prefix.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String cut =
                words.substring(0, Math.min(LONGEST_PREFIX, words.length())).replaceAll("^-+|-+$", "");
        return "test-" + cut + "-" + "%08x".formatted(unique.hashCode());
    }

    @Override
    public void close() {
        if (running.kept()) {
            return;
        }
        try (KubernetesClient client = Clients.of(running.kubeconfig())) {
            client.namespaces().withName(name).delete();
        }
    }
}
