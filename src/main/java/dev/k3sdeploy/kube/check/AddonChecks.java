package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import dev.k3sdeploy.kube.WishedAddon;
import dev.k3sdeploy.kube.WishedAddon.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The course's applications, where they are. */
final class AddonChecks {
    private static final Map<String, String> GROUPS = Map.of("Cluster", "postgresql.cnpg.io");
    private static final int NOT_FOUND = 404;

    private AddonChecks() {}

    static List<Check> of(List<WishedAddon> addons) {
        return addons.stream()
                .map(addon -> Check.withPods(
                        "addon-" + addon.name(), "the add-on " + addon.name(), sandbox -> look(addon, sandbox)))
                .toList();
    }

    private static String look(WishedAddon addon, Sandbox sandbox) {
        List<String> wrong = new ArrayList<>();
        boolean any = false;
        for (Workload workload : addon.workloads()) {
            Optional<GenericKubernetesResource> found = find(sandbox, addon.namespace(), workload);
            any |= found.isPresent();
            String name = workload.kind() + " " + addon.namespace() + "/" + workload.name();
            if (found.isEmpty()) {
                wrong.add("there is no " + name);
            } else if (!runs(found.get())) {
                wrong.add(name + " does not run yet: " + counts(found.get()));
            }
        }
        if (!any && !addon.wished()) {
            throw new NotPossible("it is not installed, and k3s_addons does not name it");
        }
        if (!wrong.isEmpty()) {
            refuseWithoutImage(sandbox, addon);
            notReady(sandbox, addon.namespace()).ifPresent(wrong::add);
            throw new CheckFailure(
                    String.join("; ", wrong),
                    "It needs images and some minutes: `kubectl -n " + addon.namespace() + " get pods`, and for a chart"
                            + " `kubectl get helmcharts,jobs -A`");
        }
        return "it runs" + addon.host().map(host -> page(sandbox, host)).orElse("");
    }

    /** Its own pods', or those of the job by which K3S installs its chart. */
    private static void refuseWithoutImage(Sandbox sandbox, WishedAddon addon) {
        Stream<Pod> own = sandbox.client().pods().inNamespace(addon.namespace()).list().getItems().stream();
        Stream<Pod> job = sandbox
                .client()
                .pods()
                .inNamespace("kube-system")
                .withLabel(ExtensionChecks.CHART_LABEL, addon.name())
                .list()
                .getItems()
                .stream();
        Stream.concat(own, job)
                .filter(pod -> PodTrouble.imageMissing(pod).isPresent())
                .findFirst()
                .ifPresent(pod -> {
                    throw PodTrouble.of(pod, "");
                });
    }

    /** Why one of its pods does not run. */
    private static Optional<String> notReady(Sandbox sandbox, String namespace) {
        return sandbox.client().pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> !ShellPods.isReady(pod))
                .findFirst()
                .map(pod -> "pod " + pod.getMetadata().getName() + ": " + PodTrouble.seen(pod));
    }

    private static Optional<GenericKubernetesResource> find(Sandbox sandbox, String namespace, Workload workload) {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(GROUPS.getOrDefault(workload.kind(), "apps"))
                .withVersion("v1")
                .withKind(workload.kind())
                .withNamespaced(true)
                .build();
        try {
            return Optional.ofNullable(sandbox.client()
                    .genericKubernetesResources(context)
                    .inNamespace(namespace)
                    .withName(workload.name())
                    .get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All that is wanted is ready; the four kinds call it by different names. */
    private static boolean runs(GenericKubernetesResource found) {
        long wanted = wanted(found);
        return wanted > 0 && ready(found) >= wanted;
    }

    private static String counts(GenericKubernetesResource found) {
        return ready(found) + " of " + wanted(found) + " ready";
    }

    private static long wanted(GenericKubernetesResource found) {
        return first(found, List.of("status.desiredNumberScheduled", "spec.instances", "spec.replicas"));
    }

    private static long ready(GenericKubernetesResource found) {
        return first(found, List.of("status.numberReady", "status.readyInstances", "status.readyReplicas"));
    }

    private static long first(GenericKubernetesResource found, List<String> paths) {
        for (String path : paths) {
            Map<String, Object> part = part(found, path.replaceFirst("\\..*", ""));
            if (part.get(path.replaceFirst(".*\\.", "")) instanceof Number number) {
                return number.longValue();
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(GenericKubernetesResource found, String name) {
        return found.getAdditionalProperties().get(name) instanceof Map<?, ?> map
                ? (Map<String, Object>) map
                : Map.of();
    }

    private static String page(Sandbox sandbox, String host) {
        if (sandbox.wished().disabled().contains("traefik")) {
            return ", and Traefik, which would serve " + host + ", is switched off";
        }
        String address = SystemChecks.nodeAddresses(sandbox).get(0);
        try {
            int status = sandbox.web().get(address, 80, host).status();
            if (status >= 400) {
                throw new CheckFailure(
                        "http://" + host + " answers " + status + " on " + address,
                        "See the checks ingress-class and ingress");
            }
            return ", and answers at http://" + host;
        } catch (IOException e) {
            throw new CheckFailure(
                    "http://" + host + " on " + address + ": " + e.getMessage(), "See the check ingress");
        }
    }
}
