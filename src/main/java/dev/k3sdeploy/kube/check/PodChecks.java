package dev.k3sdeploy.kube.check;

import dev.k3sdeploy.kube.Check;
import dev.k3sdeploy.kube.CheckFailure;
import dev.k3sdeploy.kube.PodAccess;
import dev.k3sdeploy.kube.PodTrouble;
import dev.k3sdeploy.kube.Sandbox;
import dev.k3sdeploy.kube.ShellPods;
import dev.k3sdeploy.kube.WebServers;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One pod, and what students do with it. */
final class PodChecks {
    static final List<Check> ALL = List.of(
            Check.withPods("pod", "kubectl run: a pod runs", PodChecks::pod),
            Check.withPods("exec", "kubectl exec", PodChecks::exec),
            Check.withPods("logs", "kubectl logs", PodChecks::logs),
            Check.withPods("port-forward", "kubectl port-forward", PodChecks::portForward),
            Check.withPods("bad-image", "an image tag that does not exist shows ErrImagePull", PodChecks::badImage),
            Check.withPods("non-root", "a container that does not run as root", PodChecks::nonRoot),
            Check.withPods(
                    "memory-limit", "a pod over its memory limit is killed and restarted", PodChecks::memoryLimit));

    private static final String STREAM_HINT =
            "The server reaches the kubelet on port 10250 of the node's address: is it open between the nodes?";
    private static final long NOBODY = 65534;
    private static final int KILLED = 137;

    private PodChecks() {}

    private static String pod(Sandbox sandbox) {
        ShellPods pods = new ShellPods(sandbox);
        Pod pod = pods.run("pod", pods.spec(ShellPods.IDLE).build());
        return "it runs on " + pod.getSpec().getNodeName();
    }

    /** Each node's own, for the way to each kubelet is another one. */
    private static String exec(Sandbox sandbox) {
        List<WebServers.Server> servers = sandbox.servers().running();
        for (WebServers.Server server : servers) {
            PodAccess.Said said = shell(sandbox, server.pod(), "echo $((6 * 7))", "exec on " + server.node());
            if (!said.out().strip().equals("42")) {
                throw new CheckFailure(
                        "exec on " + server.node() + " answers «" + (said.out() + said.err()).strip() + "»",
                        STREAM_HINT);
            }
        }
        return "on " + nodes(servers);
    }

    private static String logs(Sandbox sandbox) {
        List<WebServers.Server> servers = sandbox.servers().running();
        for (WebServers.Server server : servers) {
            try {
                String log = sandbox.pods().logs(sandbox.namespace(), server.pod());
                if (!log.contains("serving as " + server.pod())) {
                    throw new CheckFailure("the log of a pod on " + server.node() + " lacks what it has printed", "");
                }
            } catch (IOException e) {
                throw new CheckFailure("the log of a pod on " + server.node() + ": " + e.getMessage(), STREAM_HINT);
            }
        }
        return "on " + nodes(servers);
    }

    private static String portForward(Sandbox sandbox) {
        WebServers.Server server = sandbox.servers().running().get(0);
        try {
            String page = sandbox.pods().throughForwardedPort(sandbox.namespace(), server.pod(), WebServers.PORT);
            if (!page.strip().equals(server.pod())) {
                throw new CheckFailure(
                        "the forwarded port of pod " + server.pod() + " answers «" + page.strip() + "»", "");
            }
        } catch (IOException e) {
            throw new CheckFailure(
                    "the forwarded port of a pod on " + server.node() + ": " + e.getMessage(), STREAM_HINT);
        }
        return "to a pod on " + server.node();
    }

    private static String badImage(Sandbox sandbox) {
        ShellPods pods = new ShellPods(sandbox);
        String image = sandbox.images().missing();
        PodSpec spec = pods.spec(ShellPods.IDLE)
                .editFirstContainer()
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .endContainer()
                .build();
        Pod pod = pods.create("bad-image", spec);
        Optional<String> seen = sandbox.await(
                sandbox.within(),
                () -> Optional.ofNullable(sandbox.client().resource(pod).get()).flatMap(PodTrouble::imageMissing));
        return seen.orElseThrow(() -> new CheckFailure(
                "a pod with the image " + image + " does not show ErrImagePull: "
                        + Optional.ofNullable(sandbox.client().resource(pod).get())
                                .map(PodTrouble::seen)
                                .orElse("it is gone"),
                "A registry or mirror that does not answer lets students wait without a word: see k3s_docker_mirror"));
    }

    private static String nonRoot(Sandbox sandbox) {
        ShellPods pods = new ShellPods(sandbox);
        PodSpec spec = pods.spec(ShellPods.IDLE)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NOBODY)
                .endSecurityContext()
                .build();
        pods.run("non-root", spec);
        String id = shell(sandbox, "non-root", "id -u", "exec").out().strip();
        if (!id.equals(Long.toString(NOBODY))) {
            throw new CheckFailure("a container with runAsUser " + NOBODY + " runs as " + id, "");
        }
        return "it runs as user " + id;
    }

    private static String memoryLimit(Sandbox sandbox) {
        ShellPods pods = new ShellPods(sandbox);
        PodSpec spec = pods.spec("exec dd if=/dev/zero of=/dev/null bs=256M count=1")
                .editFirstContainer()
                .withNewResources()
                .withLimits(Map.of("memory", new Quantity("32Mi")))
                .endResources()
                .endContainer()
                .build();
        Pod pod = pods.create("memory-limit", spec);
        Pod restarted = pods.when(pod, "was not restarted", now -> !ends(now).isEmpty());
        List<ContainerStateTerminated> ends = ends(restarted);
        if (ends.stream().noneMatch(end -> "OOMKilled".equals(end.getReason()) || end.getExitCode() == KILLED)) {
            throw new CheckFailure(
                    "a container with a limit of 32 MB was given 256 MB: it ended with "
                            + ends.get(0).getReason(),
                    "The node's kernel may have no memory cgroup: see `k3s check-config` on "
                            + restarted.getSpec().getNodeName());
        }
        return "it was killed, and started again";
    }

    /** How its container ended before it was started again. */
    private static List<ContainerStateTerminated> ends(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getLastState() != null)
                .map(status -> status.getLastState().getTerminated())
                .filter(Objects::nonNull)
                .toList();
    }

    static PodAccess.Said shell(Sandbox sandbox, String pod, String script, String what) {
        try {
            return sandbox.pods().shell(sandbox.namespace(), pod, script);
        } catch (IOException e) {
            throw new CheckFailure(what + ": " + e.getMessage(), STREAM_HINT);
        }
    }

    static String nodes(List<WebServers.Server> servers) {
        return String.join(", ", servers.stream().map(WebServers.Server::node).toList());
    }
}
