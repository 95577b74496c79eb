package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.k3s.Kubeconfig;
import dev.k3sdeploy.junit.K3sCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Two machines, a cluster on them, and nothing of it left afterwards. */
@K3sCluster(lab = 2, namespacePerTest = true)
class ClusterTest {
    @Test
    void bothNodesAreReady(Cluster cluster, KubernetesClient client) {
        assertTrue(cluster.status().healthy());
        assertEquals(2, client.nodes().list().getItems().size());
    }

    @Test
    void aTestHasItsNamespace(Kubeconfig kubeconfig, KubernetesClient client) {
        assertTrue(client.getNamespace().startsWith("test-cluster-test-a-test-has-its-namespace-"));
        assertTrue(kubeconfig.yaml().contains("namespace: " + client.getNamespace()));
    }

    @Test
    void theCommandsLibrariesAreNotHere() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("picocli.CommandLine"));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.jline.terminal.Terminal"));
    }
}
