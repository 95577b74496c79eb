package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Kubernetes' scheduler and kubelets: where a pod goes, and what becomes of it there. */
final class PretendKubelets {
    private final PretendCluster cluster;
    private final KubernetesClient client;
    private final Map<String, String> podsByIp = new ConcurrentHashMap<>();
    private int placed;
    private int addresses;

    PretendKubelets(PretendCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    String podAt(String ip) {
        return podsByIp.getOrDefault(ip, "nobody");
    }

    void start(Pod pod) {
        String node = Optional.ofNullable(pod.getSpec().getNodeName()).orElseGet(this::scheduled);
        client.resource(pod)
                .edit(now -> new PodBuilder(now)
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .build());
        client.resource(pod)
                .editStatus(
                        now -> new PodBuilder(now).withStatus(status(now, node)).build());
    }

    private String scheduled() {
        if (cluster.has(Fault.ONE_NODE_TAKES_ALL)) {
            return PretendCluster.SERVER;
        }
        List<String> open =
                PretendCluster.NODES.stream().filter(node -> !broken(node)).toList();
        return open.get(placed++ % open.size());
    }

    private boolean broken(String node) {
        return node.equals(PretendCluster.BAD) && (cluster.has(Fault.AGENT_STOPPED) || cluster.has(Fault.FULL_DISK));
    }

    private PodStatus status(Pod pod, String node) {
        String name = pod.getMetadata().getName();
        if (node.equals(PretendCluster.BAD) && cluster.has(Fault.AGENT_STOPPED)) {
            return new PodStatusBuilder().withPhase("Pending").build();
        } else if (node.equals(PretendCluster.BAD) && cluster.has(Fault.FULL_DISK)) {
            return new PodStatusBuilder()
                    .withPhase("Failed")
                    .withReason("Evicted")
                    .withMessage("The node had condition: [DiskPressure].")
                    .build();
        } else if (name.equals("pod") && cluster.has(Fault.NO_ROOM)) {
            return new PodStatusBuilder()
                    .withPhase("Pending")
                    .addToConditions(new PodConditionBuilder()
                            .withType("PodScheduled")
                            .withStatus("False")
                            .withMessage("0/3 nodes are available: 3 Insufficient cpu.")
                            .build())
                    .build();
        } else if (lacksImage(pod)) {
            return waiting("ImagePullBackOff", "Back-off pulling image");
        } else if (name.equals("bad-image")) {
            return waiting("ContainerCreating", "");
        } else if (pod.getMetadata().getLabels().getOrDefault("app", "").matches("pi|cron-job|image-\\d")) {
            return new PodStatusBuilder()
                    .withPhase("Succeeded")
                    .addToContainerStatuses(new ContainerStatusBuilder()
                            .withNewState()
                            .withNewTerminated()
                            .withReason("Completed")
                            .withExitCode(0)
                            .endTerminated()
                            .endState()
                            .build())
                    .build();
        } else if (cannotMount(pod)) {
            return waiting("ContainerCreating", "Unable to attach or mount volumes");
        }
        return running(name, node);
    }

    private boolean lacksImage(Pod pod) {
        String image = pod.getSpec().getContainers().get(0).getImage();
        if (image.endsWith("no-such-tag")) {
            return !cluster.has(Fault.SILENT_REGISTRY);
        }
        return cluster.has(image.contains("busybox") ? Fault.NO_SHELL_IMAGE : Fault.NO_COURSE_IMAGE);
    }

    private boolean cannotMount(Pod pod) {
        boolean claims = pod.getMetadata().getName().matches("volume-.*|stateful-.*");
        boolean nfs = pod.getMetadata().getName().startsWith("nfs-");
        return (claims && cluster.has(Fault.NO_PROVISIONER)) || (nfs && cluster.has(Fault.NFS_REFUSED));
    }

    static PodStatus waiting(String reason, String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addToContainerStatuses(new ContainerStatusBuilder()
                        .withNewState()
                        .withNewWaiting()
                        .withReason(reason)
                        .withMessage(message)
                        .endWaiting()
                        .endState()
                        .build())
                .build();
    }

    private PodStatus running(String name, String node) {
        String ip = "10.42." + PretendCluster.NODES.indexOf(node) + "." + ++addresses;
        podsByIp.put(ip, name);
        ContainerStatusBuilder container = new ContainerStatusBuilder()
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState();
        if (name.equals("memory-limit")) {
            container
                    .withRestartCount(1)
                    .withNewLastState()
                    .withNewTerminated()
                    .withReason(cluster.has(Fault.NO_MEMORY_CGROUP) ? "Completed" : "OOMKilled")
                    .withExitCode(cluster.has(Fault.NO_MEMORY_CGROUP) ? 0 : 137)
                    .endTerminated()
                    .endLastState();
        }
        return new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(ip)
                .addToContainerStatuses(container.build())
                .addToConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .build())
                .build();
    }
}
