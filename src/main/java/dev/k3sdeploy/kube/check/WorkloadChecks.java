package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.NotPossible;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.SeenNode;
import dev.k3sdeploy.kube.ShellPods;
import dev.k3sdeploy.kube.WebServers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deployments and DaemonSets: whoami-deployment of the course. */
final class WorkloadChecks {
    static final List<Check> ALL = List.of(
            Check.withPods(
                    "deployment", "a Deployment of 3, scaled to 5, spread over the nodes", WorkloadChecks::deployment),
            Check.withPods("rollout", "kubectl set image, kubectl rollout undo", WorkloadChecks::rollout),
            Check.withPods("daemon-set", "a DaemonSet on every node", WorkloadChecks::daemonSet));

    private static final int FIRST = 3;
    private static final int SCALED = 5;
    private static final int ROLLED = 2;

    private WorkloadChecks() {}

    private static String deployment(Sandbox sandbox) {
        RollableScalableResource<Deployment> deployment = create(sandbox, "deployment", FIRST);
        wait(sandbox, "deployment", FIRST + " replicas", now -> current(now, FIRST));
        deployment.scale(SCALED);
        wait(sandbox, "deployment", SCALED + " replicas", now -> current(now, SCALED));
        Set<String> nodes = pods(sandbox, "deployment").stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        long open = SeenNode.all(sandbox.client()).stream()
                .filter(SeenNode::takesPods)
                .count();
        if (nodes.size() < 2 && open > 1) {
            throw new CheckFailure(
                    "all " + SCALED + " pods are on " + String.join("", nodes) + ", and " + open + " nodes take pods",
                    "Do the other nodes take pods? See `kubectl describe nodes`, Conditions and Taints");
        }
        return SCALED + " pods on " + String.join(", ", nodes);
    }

    private static String rollout(Sandbox sandbox) {
        RollableScalableResource<Deployment> deployment = create(sandbox, "rollout", ROLLED);
        wait(sandbox, "rollout", ROLLED + " replicas", now -> current(now, ROLLED));
        deployment.edit(now -> new DeploymentBuilder(now)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("edition", "second")
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withImage(sandbox.images().other())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        wait(sandbox, "rollout", "the new image", now -> current(now, ROLLED));
        deployment.rolling().undo();
        wait(sandbox, "rollout", "the image of before", now -> current(now, ROLLED) && isFirstEdition(now, sandbox));
        return sandbox.images().shell() + " to " + sandbox.images().other() + " and back";
    }

    private static boolean isFirstEdition(Deployment deployment, Sandbox sandbox) {
        var template = deployment.getSpec().getTemplate();
        var annotations = template.getMetadata().getAnnotations();
        return template.getSpec()
                        .getContainers()
                        .get(0)
                        .getImage()
                        .equals(sandbox.images().shell())
                && (annotations == null || !annotations.containsKey("edition"));
    }

    private static RollableScalableResource<Deployment> create(Sandbox sandbox, String name, int replicas) {
        ShellPods pods = new ShellPods(sandbox);
        Deployment deployment = new DeploymentBuilder()
                .withMetadata(sandbox.named(name))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(pods.template(name, pods.spec(ShellPods.IDLE).build()))
                .endSpec()
                .build();
        RollableScalableResource<Deployment> resource = sandbox.client()
                .apps()
                .deployments()
                .inNamespace(sandbox.namespace())
                .resource(deployment);
        resource.create();
        return sandbox.client()
                .apps()
                .deployments()
                .inNamespace(sandbox.namespace())
                .withName(name);
    }

    private static boolean current(Deployment deployment, int replicas) {
        DeploymentStatus status = deployment.getStatus();
        return status != null
                && Objects.requireNonNullElse(status.getObservedGeneration(), 0L)
                        >= Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L)
                && is(status.getReplicas(), replicas)
                && is(status.getUpdatedReplicas(), replicas)
                && is(status.getAvailableReplicas(), replicas);
    }

    private static boolean is(@Nullable Integer number, int wanted) {
        return number != null && number == wanted;
    }

    private static void wait(Sandbox sandbox, String name, String what, Predicate<Deployment> wanted) {
        var resource = sandbox.client()
                .apps()
                .deployments()
                .inNamespace(sandbox.namespace())
                .withName(name);
        boolean there = sandbox.await(sandbox.within(), () -> {
                    Deployment now = resource.get();
                    return (now != null && wanted.test(now)) || stuck(sandbox, name)
                            ? Optional.of(true)
                            : Optional.empty();
                })
                .isPresent();
        List<Pod> pods = pods(sandbox, name);
        pods.stream()
                .map(PodTrouble::imageMissing)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(missing -> {
                    throw new NotPossible("no node gets an image of the Deployment: " + missing);
                });
        if (!there) {
            String seen = pods.stream()
                    .filter(pod -> !ShellPods.isReady(pod))
                    .map(PodTrouble::seen)
                    .findFirst()
                    .orElse(pods.size() + " pods are there");
            throw new CheckFailure(
                    "the Deployment does not get to " + what + ": " + seen, "See `kubectl describe nodes`");
        }
    }

    private static boolean stuck(Sandbox sandbox, String name) {
        return pods(sandbox, name).stream()
                .map(PodTrouble::imageMissing)
                .flatMap(Optional::stream)
                .anyMatch(text -> !text.startsWith("ErrImagePull"));
    }

    private static List<Pod> pods(Sandbox sandbox, String name) {
        return sandbox.client()
                .pods()
                .inNamespace(sandbox.namespace())
                .withLabel("app", name)
                .list()
                .getItems();
    }

    private static String daemonSet(Sandbox sandbox) {
        WebServers.Everywhere all = sandbox.servers().everywhere();
        if (!all.missing().isEmpty()) {
            throw new CheckFailure(
                    all.missing().entrySet().stream()
                            .map(entry -> "no pod on " + entry.getKey() + ": " + entry.getValue())
                            .collect(Collectors.joining("; ")),
                    "`k3sdeploy status`, and `kubectl describe node` of that one");
        }
        return "on " + PodChecks.nodes(all.servers());
    }
}
