package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Pods with one container that runs a script. */
public final class ShellPods {
    /** What most pods do: nothing, until they are ended. */
    public static final String IDLE = "exec tail -f /dev/null";

    private final Sandbox sandbox;

    public ShellPods(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Their only container. */
    public Container container(String script) {
        return new ContainerBuilder()
                .withName("shell")
                .withImage(sandbox.images().shell())
                .withImagePullPolicy(sandbox.images().pullPolicy())
                .withCommand("sh", "-c", script)
                .addNewEnv()
                .withName("POD_NAME")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .build();
    }

    /** What such a pod is to be, to be changed further. */
    public PodSpecBuilder spec(String script) {
        return new PodSpecBuilder()
                .withTerminationGracePeriodSeconds(0L)
                .withAutomountServiceAccountToken(false)
                .withContainers(container(script));
    }

    /** The template of what makes such pods. */
    public PodTemplateSpec template(String app, PodSpec spec) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Map.of("app", app, Sandbox.LABEL, sandbox.run()))
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    /** Creates a pod in the usual namespace. */
    public Pod create(String name, PodSpec spec) {
        return create(sandbox.namespace(), name, spec);
    }

    /** Creates a pod. */
    public Pod create(String namespace, String name, PodSpec spec) {
        Pod pod = new PodBuilder()
                .withMetadata(sandbox.named(name))
                .editMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withSpec(spec)
                .build();
        return sandbox.client().pods().inNamespace(namespace).resource(pod).create();
    }

    /** Creates a pod and waits until it is ready. */
    public Pod run(String name, PodSpec spec) {
        return ready(create(name, spec));
    }

    /**
     * Waits until a pod is ready.
     *
     * @throws NotPossible when its image cannot be had
     * @throws CheckFailure when it does not run for another reason
     */
    public Pod ready(Pod pod) {
        return when(pod, "is not ready", ShellPods::isReady);
    }

    /** Waits until a pod has ended well. */
    public Pod ended(Pod pod) {
        return when(
                pod,
                "has not ended well",
                seen -> "Succeeded".equals(seen.getStatus().getPhase()));
    }

    /**
     * Waits until a pod is as wanted.
     *
     * @param otherwise what is wrong with it if it does not become so: «is not ready»
     */
    public Pod when(Pod pod, String otherwise, Predicate<Pod> wanted) {
        Optional<Pod> last = sandbox.await(
                sandbox.within(), () -> seen(pod).filter(now -> wanted.test(now) || PodTrouble.isFinal(now)));
        Pod now = last.or(() -> seen(pod)).orElse(pod);
        if (last.isEmpty() || !wanted.test(now)) {
            throw PodTrouble.of(now, otherwise);
        }
        return now;
    }

    private Optional<Pod> seen(Pod pod) {
        return Optional.ofNullable(sandbox.client().resource(pod).get()).filter(now -> now.getStatus() != null);
    }

    /** Whether its readiness is told to be true. */
    public static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> Objects.equals(condition.getType(), "Ready")
                                && Objects.equals(condition.getStatus(), "True"));
    }
}
