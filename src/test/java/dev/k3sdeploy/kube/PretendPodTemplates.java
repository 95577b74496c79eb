package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;

/** Pods as controllers make them. */
record PretendPodTemplates(KubernetesClient client) {

    void create(HasMetadata owner, String name, PodTemplateSpec template, Optional<String> node) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(owner.getMetadata().getNamespace())
                        .withLabels(template.getMetadata().getLabels())
                        .addToAnnotations("template", String.valueOf(key(template)))
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .editSpec()
                        .withNodeName(node.orElse(null))
                        .endSpec()
                        .build())
                .create();
    }

    static int key(PodTemplateSpec template) {
        return Objects.hash(
                template.getSpec().getContainers().get(0).getImage(),
                template.getMetadata().getAnnotations());
    }
}
