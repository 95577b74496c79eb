package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.K3sDeployException;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a pod does not run, as far as its status tells. */
public final class PodTrouble {
    /** What the kubelet says when an image cannot be had. */
    private static final Set<String> NO_IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError");

    private PodTrouble() {}

    /**
     * The word and the message of a container that waits for an image that does not come.
     *
     * @param pod as the API gives it
     * @return empty when its images are there, or still on their way
     */
    public static Optional<String> imageMissing(Pod pod) {
        return containers(pod)
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .filter(waiting -> NO_IMAGE.contains(Objects.requireNonNullElse(waiting.getReason(), "")))
                .map(PodTrouble::text)
                .findFirst();
    }

    /** Whether waiting longer is of no use. */
    static boolean isFinal(Pod pod) {
        return imageMissing(pod)
                .filter(text -> !text.startsWith("ErrImagePull"))
                .isPresent();
    }

    /**
     * {@return what ends a check that needs this pod}
     *
     * @param pod as it is now
     * @param wanted what it should be
     */
    public static K3sDeployException of(Pod pod, String wanted) {
        Optional<String> missing = imageMissing(pod);
        if (missing.isPresent()) {
            return new NotPossible("no node gets the image "
                    + pod.getSpec().getContainers().get(0).getImage() + ": " + missing.get());
        }
        String where = Optional.ofNullable(pod.getSpec().getNodeName())
                .map(node -> " on " + node)
                .orElse("");
        return new CheckFailure(
                "pod " + pod.getMetadata().getName() + where + " " + wanted + ": " + seen(pod), hint(pod));
    }

    /**
     * What its status says, in a line.
     *
     * @param pod as the API gives it
     * @return phase, and what its containers wait for
     */
    public static String seen(Pod pod) {
        return unschedulable(pod)
                .or(() -> containers(pod)
                        .map(ContainerStatus::getState)
                        .flatMap(state -> text(state).stream())
                        .findFirst())
                .or(() -> Optional.ofNullable(pod.getStatus().getReason())
                        .map(reason -> reason + join(pod.getStatus().getMessage())))
                .orElse("it is " + pod.getStatus().getPhase());
    }

    private static Optional<String> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition ->
                        condition.getType().equals("PodScheduled") && "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .filter(Objects::nonNull)
                .map(message -> "no node takes it: " + message)
                .findFirst();
    }

    private static String hint(Pod pod) {
        return unschedulable(pod).isPresent()
                ? "See `kubectl describe nodes`: memory, disk and taints"
                : "See the node's journal: `k3sdeploy logs`";
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.of()
                : List.copyOf(pod.getStatus().getContainerStatuses()).stream()
                        .filter(status -> status.getState() != null);
    }

    private static Optional<String> text(ContainerState state) {
        ContainerStateTerminated ended = state.getTerminated();
        if (ended != null) {
            return Optional.of(ended.getReason() + " with status " + ended.getExitCode() + join(ended.getMessage()));
        }
        return Optional.ofNullable(state.getWaiting()).map(PodTrouble::text);
    }

    private static String text(ContainerStateWaiting waiting) {
        return waiting.getReason() + join(waiting.getMessage());
    }

    private static String join(@Nullable String message) {
        return message == null || message.isBlank() ? "" : " (" + message.strip() + ")";
    }
}
