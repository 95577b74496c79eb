package dev.k3sdeploy.kube;

import dev.k3sdeploy.problem.K3sDeployException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A DaemonSet of small web servers, each of which says its pod's name; started once, when first wanted. */
public final class WebServers {
    /** Of its pods. */
    public static final String APP = "web";

    /** That they listen on. */
    public static final int PORT = 8080;

    /** What each of their containers runs. */
    public static final String SCRIPT =
            "echo serving as $POD_NAME; mkdir -p /tmp/web && echo $POD_NAME >/tmp/web/index.html"
                    + " && exec httpd -f -p " + PORT + " -h /tmp/web";

    /**
     * One of them, ready.
     *
     * @param pod its name
     * @param ip the pod's, within the cluster
     * @param node that it runs on
     */
    public record Server(String pod, String ip, String node) {}

    /**
     * Where they run.
     *
     * @param servers one on each of the other nodes
     * @param missing of each node without one, why
     */
    public record Everywhere(List<Server> servers, Map<String, String> missing) {}

    private final Sandbox sandbox;
    private @Nullable Everywhere found;
    private @Nullable K3sDeployException problem;

    WebServers(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * Waits until they run on all nodes that are Ready, or the time is over.
     *
     * @return where servers run, and where they do not
     * @throws NotPossible when their image cannot be had
     */
    public synchronized Everywhere everywhere() {
        if (problem != null) {
            throw problem;
        }
        if (found == null) {
            try {
                found = start();
            } catch (K3sDeployException e) {
                problem = e;
                throw e;
            }
        }
        return found;
    }

    /** {@return those that run: one at least} */
    public List<Server> running() {
        Everywhere all = everywhere();
        if (all.servers().isEmpty()) {
            throw new NotPossible("no pod runs: see the checks pod and daemon-set");
        }
        return all.servers();
    }

    private Everywhere start() {
        String namespace = sandbox.namespace();
        ShellPods pods = new ShellPods(sandbox);
        DaemonSet set = new DaemonSetBuilder()
                .withMetadata(sandbox.named(APP))
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", APP)
                .endSelector()
                .withTemplate(pods.template(APP, spec(pods)))
                .endSpec()
                .build();
        sandbox.client()
                .apps()
                .daemonSets()
                .inNamespace(namespace)
                .resource(set)
                .create();
        sandbox.await(sandbox.within(), () -> complete(namespace) ? Optional.of(true) : Optional.empty());
        return look(namespace);
    }

    private static PodSpec spec(ShellPods pods) {
        return pods.spec(SCRIPT)
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withNewPort(PORT)
                .endHttpGet()
                .withPeriodSeconds(1)
                .withFailureThreshold(60)
                .endReadinessProbe()
                .endContainer()
                .build();
    }

    private List<Pod> pods(String namespace) {
        return sandbox.client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app", APP)
                .list()
                .getItems();
    }

    private boolean complete(String namespace) {
        List<Pod> pods = pods(namespace);
        if (!pods.isEmpty() && pods.stream().allMatch(PodTrouble::isFinal)) {
            return true;
        }
        return SeenNode.all(sandbox.client()).stream()
                .filter(node -> node.is("Ready") && !node.keptFree())
                .allMatch(node -> pods.stream()
                        .anyMatch(pod -> isOn(pod, node) && (ShellPods.isReady(pod) || PodTrouble.isFinal(pod))));
    }

    private static boolean isOn(Pod pod, SeenNode node) {
        return node.name().equals(pod.getSpec().getNodeName());
    }

    /** A pod of a node that has died stays ready for minutes. */
    private Everywhere look(String namespace) {
        List<Pod> pods = pods(namespace);
        List<SeenNode> nodes = SeenNode.all(sandbox.client());
        List<Server> servers = pods.stream()
                .filter(pod ->
                        ShellPods.isReady(pod) && nodes.stream().anyMatch(node -> isOn(pod, node) && node.is("Ready")))
                .map(pod -> new Server(
                        pod.getMetadata().getName(),
                        pod.getStatus().getPodIP(),
                        pod.getSpec().getNodeName()))
                .sorted(Comparator.comparing(Server::node))
                .toList();
        if (servers.isEmpty()
                && !pods.isEmpty()
                && pods.stream().allMatch(pod -> PodTrouble.imageMissing(pod).isPresent())) {
            throw PodTrouble.of(pods.get(0), "is not ready");
        }
        Map<String, String> missing = new java.util.TreeMap<>();
        nodes.stream()
                .filter(node -> !node.keptFree())
                .filter(node ->
                        servers.stream().noneMatch(server -> server.node().equals(node.name())))
                .forEach(node -> missing.put(node.name(), why(pods, node)));
        return new Everywhere(servers, missing);
    }

    private static String why(List<Pod> pods, SeenNode node) {
        if (!node.is("Ready")) {
            return "the node is not Ready";
        }
        return pods.stream()
                .filter(pod -> isOn(pod, node))
                .map(PodTrouble::seen)
                .findFirst()
                .orElse("the node got none");
    }
}
