package dev.k3sdeploy.junit;

import dev.k3sdeploy.k3s.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** fabric8's clients; apart, so that all else works where fabric8's is not on the class path. */
final class Clients {
    private Clients() {}

    static KubernetesClient of(Kubeconfig kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.yaml()))
                .build();
    }
}
