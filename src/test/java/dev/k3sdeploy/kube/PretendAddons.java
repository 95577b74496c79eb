package dev.k3sdeploy.kube;

import dev.k3sdeploy.k3s.Addon;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The course's applications, installed: the objects that tell whether they run. */
final class PretendAddons {
    /** All of them, as an inventory that wishes for all. */
    static final List<WishedAddon> WISHED = Addon.ALL.stream()
            .map(addon -> new WishedAddon(
                    addon.name(),
                    true,
                    addon.namespace(),
                    addon.workloads().stream()
                            .map(text -> text.split(" "))
                            .map(words -> new WishedAddon.Workload(words[0], words[1]))
                            .toList(),
                    addon.web() ? Optional.of(addon.name() + ".course.test") : Optional.empty()))
            .toList();

    private final PretendCluster cluster;

    PretendAddons(PretendCluster cluster) {
        this.cluster = cluster;
    }

    /** The same cluster, of which nobody wishes an add-on. */
    static WishedCluster without(WishedCluster wished) {
        return with(wished, List.of());
    }

    /** The same cluster, with add-ons that are looked at without being wished. */
    static WishedCluster unwished(WishedCluster wished) {
        return with(
                wished,
                WISHED.stream()
                        .map(addon -> new WishedAddon(
                                addon.name(), false, addon.namespace(), addon.workloads(), addon.host()))
                        .toList());
    }

    private static WishedCluster with(WishedCluster wished, List<WishedAddon> addons) {
        return new WishedCluster(
                wished.nodes(), wished.version(), wished.disabled(), wished.clusterDomain(), wished.nfs(), addons);
    }

    void install() {
        if (cluster.has(Fault.ADDONS_MISSING)) {
            return;
        }
        for (WishedAddon addon : WISHED) {
            addon.workloads().forEach(workload -> create(addon.namespace(), workload));
            if (cluster.has(Fault.ADDONS_WITHOUT_IMAGES)) {
                cluster.client().resource(withoutImage(addon.namespace())).create();
            }
        }
    }

    private void create(String namespace, WishedAddon.Workload workload) {
        boolean operators = workload.kind().equals("Cluster");
        String group = operators ? "postgresql.cnpg.io" : "apps";
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(group + "/v1");
        object.setKind(workload.kind());
        object.setMetadata(new ObjectMetaBuilder().withName(workload.name()).build());
        object.setAdditionalProperty("spec", Map.of(operators ? "instances" : "replicas", 3));
        object.setAdditionalProperty("status", status(workload.kind()));
        cluster.client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion("v1")
                        .withKind(workload.kind())
                        .withNamespaced(true)
                        .build())
                .inNamespace(namespace)
                .resource(object)
                .create();
    }

    private Map<String, Object> status(String kind) {
        boolean starting = cluster.has(Fault.ADDONS_STARTING) || cluster.has(Fault.ADDONS_WITHOUT_IMAGES);
        int ready = starting ? 1 : 3;
        return switch (kind) {
            case "DaemonSet" -> Map.of("desiredNumberScheduled", 3, "numberReady", ready);
            case "Cluster" -> Map.of("readyInstances", ready);
            default -> Map.of("readyReplicas", ready);
        };
    }

    private static Pod withoutImage(String namespace) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("first")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withImage("registry.example.org/application:1")
                .endContainer()
                .endSpec()
                .withStatus(PretendKubelets.waiting("ImagePullBackOff", "Back-off pulling image"))
                .build();
    }
}
