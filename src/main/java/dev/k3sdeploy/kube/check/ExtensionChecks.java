package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.artifact.TarGz;
import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What others add to a cluster: kinds of objects, and charts. */
final class ExtensionChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("crd", "a CustomResourceDefinition is accepted, its objects listed", ExtensionChecks::crd),
            Check.withPods("helm-chart", "a chart is installed by a HelmChart resource", ExtensionChecks::chart));

    /** On the pods of K3S's job that installs a chart; its value is the chart's name. */
    static final String CHART_LABEL = "helmcharts.helm.cattle.io/chart";

    private static final int NOT_FOUND = 404;
    private static final ResourceDefinitionContext HELM_CHART = new ResourceDefinitionContext.Builder()
            .withGroup("helm.cattle.io")
            .withVersion("v1")
            .withKind("HelmChart")
            .withPlural("helmcharts")
            .withNamespaced(true)
            .build();

    private ExtensionChecks() {}

    private static String crd(Sandbox sandbox) {
        String group = "v" + sandbox.run() + ".verify.k3sdeploy.dev";
        CustomResourceDefinition definition = sandbox.makeBeyondNamespaces(definition(sandbox, group));
        var resource = sandbox.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .resource(definition);
        boolean established = sandbox.until(() -> Optional.ofNullable(resource.get())
                .map(CustomResourceDefinition::getStatus)
                .filter(status -> status.getConditions().stream()
                        .anyMatch(found -> "Established".equals(found.getType()) && "True".equals(found.getStatus())))
                .isPresent());
        if (!established) {
            throw new CheckFailure(
                    "a CustomResourceDefinition is taken, and not established", "See the server's journal");
        }
        ResourceDefinitionContext lessons = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind("Lesson")
                .withPlural("lessons")
                .withNamespaced(true)
                .build();
        var all = sandbox.client().genericKubernetesResources(lessons).inNamespace(sandbox.namespace());
        boolean taken = sandbox.until(
                () -> create(() -> all.resource(lesson(sandbox, group)).create()));
        if (!taken || all.list().getItems().size() != 1) {
            throw new CheckFailure("an object of a new kind is not listed", "");
        }
        return "lessons." + group + " and one object of it";
    }

    /** The API serves a new kind a moment after it is established. */
    private static boolean create(Runnable creation) {
        try {
            creation.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static CustomResourceDefinition definition(Sandbox sandbox, String group) {
        return new CustomResourceDefinitionBuilder()
                .withMetadata(sandbox.named("lessons." + group))
                .withNewSpec()
                .withGroup(group)
                .withScope("Namespaced")
                .withNewNames()
                .withKind("Lesson")
                .withPlural("lessons")
                .withSingular("lesson")
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
    }

    private static GenericKubernetesResource lesson(Sandbox sandbox, String group) {
        GenericKubernetesResource lesson = new GenericKubernetesResource();
        lesson.setApiVersion(group + "/v1");
        lesson.setKind("Lesson");
        lesson.setMetadata(sandbox.named("first"));
        lesson.setAdditionalProperty("spec", Map.of("title", "pods"));
        return lesson;
    }

    private static String chart(Sandbox sandbox) {
        sandbox.wished().requireEnabled("helm-controller");
        GenericKubernetesResource chart = new GenericKubernetesResource();
        chart.setApiVersion("helm.cattle.io/v1");
        chart.setKind("HelmChart");
        chart.setMetadata(sandbox.named("chart"));
        chart.setAdditionalProperty("spec", Map.of("chartContent", content()));
        var resource = sandbox.client()
                .genericKubernetesResources(HELM_CHART)
                .inNamespace(sandbox.namespace())
                .resource(chart);
        if (!create(resource::create)) {
            throw new CheckFailure("the cluster knows no HelmChart", "K3S brings it: is this its API?");
        }
        try {
            if (!sandbox.until(() -> installed(sandbox))) {
                throw new CheckFailure(
                        "the chart's ConfigMap does not come",
                        "See the job helm-install-chart… in the same namespace: run again with --keep --only helm-chart");
            }
        } finally {
            resource.delete(); // K3S's own finalizer needs a pod in the namespace, so it goes before that
        }
        return "a chart with one ConfigMap";
    }

    private static boolean installed(Sandbox sandbox) {
        sandbox
                .client()
                .pods()
                .inNamespace(sandbox.namespace())
                .withLabel(CHART_LABEL, "chart")
                .list()
                .getItems()
                .stream()
                .map(PodTrouble::imageMissing)
                .flatMap(Optional::stream)
                .filter(text -> !text.startsWith("ErrImagePull"))
                .findFirst()
                .ifPresent(text -> {
                    throw new NotPossible("no node gets the image of K3S's helm job: " + text);
                });
        return sandbox.client()
                        .configMaps()
                        .inNamespace(sandbox.namespace())
                        .withName("from-a-chart")
                        .get()
                != null;
    }

    /** So that it has to be downloaded from nowhere. */
    private static String content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarGz tar = new TarGz(bytes, Instant.EPOCH)) {
            tar.add("lesson/Chart.yaml", "apiVersion: v1\nname: lesson\nversion: 1.0.0\n");
            tar.add(
                    "lesson/templates/configmap.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-a-chart\ndata:\n  lesson: charts\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
