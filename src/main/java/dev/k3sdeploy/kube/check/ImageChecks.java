package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images that the course's texts name. */
final class ImageChecks {
    static final List<Check> ALL =
            List.of(Check.withPods("course-images", "the images of the exercises can be pulled", ImageChecks::images));

    private ImageChecks() {}

    private static String images(Sandbox sandbox) {
        List<String> images = sandbox.images().exercises();
        if (images.isEmpty()) {
            throw new NotPossible("--images names none but those of the checks themselves");
        }
        Map<String, Pod> waiting = new LinkedHashMap<>();
        for (String image : images) {
            waiting.put(image, pod(sandbox, "image-" + waiting.size(), image));
        }
        Map<String, String> refused = new LinkedHashMap<>();
        Duration within = sandbox.withinSlowly();
        sandbox.await(within, () -> {
            look(sandbox, waiting, refused);
            return waiting.isEmpty() ? Optional.of(true) : Optional.empty();
        });
        waiting.keySet().forEach(image -> refused.put(image, "not there after " + within.toSeconds() + " s"));
        if (!refused.isEmpty()) {
            List<String> texts = new ArrayList<>();
            refused.forEach((image, why) -> texts.add(image + ": " + why));
            throw new CheckFailure(
                    String.join("; ", texts),
                    "docker.io limits pulls from one address, and a school has one: set k3s_docker_mirror or"
                            + " k3s_registries; or name your registry with --images");
        }
        return images.size() + " images";
    }

    /** Whether an image has come shows in its container's trying to start, however that ends. */
    private static void look(Sandbox sandbox, Map<String, Pod> waiting, Map<String, String> refused) {
        Map.copyOf(waiting).forEach((image, pod) -> {
            Pod now = sandbox.client().resource(pod).get();
            Optional<String> missing = now == null ? Optional.of("its pod is gone") : PodTrouble.imageMissing(now);
            missing.filter(why -> !why.startsWith("ErrImagePull")).ifPresent(why -> refused.put(image, why));
            if (refused.containsKey(image) || (now != null && missing.isEmpty() && tried(now))) {
                waiting.remove(image);
                sandbox.client().resource(pod).withGracePeriod(0).delete();
            }
        });
    }

    private static boolean tried(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream().anyMatch(ImageChecks::tried);
    }

    private static boolean tried(ContainerStatus status) {
        boolean creating = status.getState().getWaiting() != null
                && "ContainerCreating".equals(status.getState().getWaiting().getReason());
        return !creating;
    }

    private static Pod pod(Sandbox sandbox, String name, String image) {
        ShellPods pods = new ShellPods(sandbox);
        PodSpec spec = pods.spec("")
                .withRestartPolicy("Never")
                .editFirstContainer()
                .withImage(image)
                .withCommand("true")
                .endContainer()
                .build();
        return pods.create(name, spec);
    }
}
