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

    /**
     * Makes nothing yet.
     *
     * @param sandbox where the pods will be, and their images
     */
    public ShellPods(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * Their only container.
     *
     * @param script for {@code sh -c}
     * @return with the shell's image, and no more than it needs
     */
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

    /**
     * What such a pod is to be, to be changed further.
     *
     * @param script for {@code sh -c}
     * @return ends quickly when it is deleted
     */
    public PodSpecBuilder spec(String script) {
        return new PodSpecBuilder()
                .withTerminationGracePeriodSeconds(0L)
                .withAutomountServiceAccountToken(false)
                .withContainers(container(script));
    }

    /**
     * The template of what makes such pods.
     *
     * @param app the label {@code app}
     * @param spec of each pod
     * @return with that label
     */
    public PodTemplateSpec template(String app, PodSpec spec) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Map.of("app", app, Sandbox.LABEL, sandbox.run()))
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    /**
     * Creates a pod in the usual namespace.
     *
     * @param name within the namespace
     * @param spec as {@link #spec} makes it
     * @return as the API has it
     */
    public Pod create(String name, PodSpec spec) {
        return create(sandbox.namespace(), name, spec);
    }

    /**
     * Creates a pod.
     *
     * @param namespace made already
     * @param name within the namespace
     * @param spec as {@link #spec} makes it
     * @return as the API has it
     */
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

    /**
     * Creates a pod and waits until it is ready.
     *
     * @param name within the namespace
     * @param spec as {@link #spec} makes it
     * @return as it was when it had become ready
     */
    public Pod run(String name, PodSpec spec) {
        return ready(create(name, spec));
    }

    /**
     * Waits until a pod is ready.
     *
     * @param pod as it was created
     * @return as it was when it had become ready
     * @throws NotPossible when its image cannot be had
     * @throws CheckFailure when it does not run for another reason
     */
    public Pod ready(Pod pod) {
        return when(pod, "is not ready", ShellPods::isReady);
    }

    /**
     * Waits until a pod has ended well.
     *
     * @param pod as it was created
     * @return as it was when it had ended
     * @throws CheckFailure when it ends with another status than 0, or not in time
     */
    public Pod ended(Pod pod) {
        return when(
                pod,
                "has not ended well",
                seen -> "Succeeded".equals(seen.getStatus().getPhase()));
    }

    /**
     * Waits until a pod is as wanted.
     *
     * @param pod as it was created
     * @param otherwise what is wrong with it if it does not become so: «is not ready»
     * @param wanted what it must be
     * @return as it was then
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

    /**
     * {@return whether its readiness is told to be true}
     *
     * @param pod as the API gives it
     */
    public static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> Objects.equals(condition.getType(), "Ready")
                                && Objects.equals(condition.getStatus(), "True"));
    }
}
