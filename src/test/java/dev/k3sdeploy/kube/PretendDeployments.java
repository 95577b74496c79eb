package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The controller of deployments: pods of the latest template, and what {@code kubectl rollout undo} goes by. */
final class PretendDeployments {
    private final PretendCluster cluster;
    private final KubernetesClient client;
    private final PretendPodTemplates templates;
    private final Map<String, List<String>> revisions = new HashMap<>();
    private int count;

    PretendDeployments(PretendCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
        this.templates = new PretendPodTemplates(client);
    }

    void replicas(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        String key = String.valueOf(PretendPodTemplates.key(deployment.getSpec().getTemplate()));
        List<String> known = revisions.computeIfAbsent(name, any -> new ArrayList<>());
        if (!known.contains(key)) {
            known.add(key);
            revision(deployment, known.size());
        }
        List<Pod> pods = client.pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabel("app", name)
                .list()
                .getItems();
        List<Pod> current = pods.stream()
                .filter(pod -> key.equals(pod.getMetadata().getAnnotations().get("template")))
                .toList();
        boolean undone = cluster.has(Fault.NO_UNDO) && known.size() > 1 && known.indexOf(key) == 0;
        pods.stream()
                .filter(pod -> !current.contains(pod))
                .forEach(pod -> client.resource(pod).delete());
        for (int at = current.size(); at < deployment.getSpec().getReplicas() && !undone; at++) {
            templates.create(
                    deployment, name + "-" + count++, deployment.getSpec().getTemplate(), Optional.empty());
        }
        int ready = (int) current.stream().filter(ShellPods::isReady).count();
        client.resource(deployment)
                .editStatus(now -> new DeploymentBuilder(now)
                        .withNewStatus()
                        .withObservedGeneration(now.getMetadata().getGeneration())
                        .withReplicas(pods.size())
                        .withUpdatedReplicas(current.size())
                        .withAvailableReplicas(ready)
                        .endStatus()
                        .build());
    }

    /** As {@code kubectl rollout undo} finds it. */
    private void revision(Deployment deployment, int number) {
        String name = deployment.getMetadata().getName();
        client.resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName(name + "-" + number)
                        .withNamespace(deployment.getMetadata().getNamespace())
                        .addToLabels("app", name)
                        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(number))
                        .endMetadata()
                        .withNewSpec()
                        .withTemplate(deployment.getSpec().getTemplate())
                        .endSpec()
                        .build())
                .create();
        client.resource(deployment)
                .edit(now -> new DeploymentBuilder(now)
                        .editMetadata()
                        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(number))
                        .endMetadata()
                        .build());
    }
}
