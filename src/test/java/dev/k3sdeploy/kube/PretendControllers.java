package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Kubernetes' controllers, scheduler and kubelets: each turn brings every object a step further. */
final class PretendControllers {
    private final PretendCluster cluster;
    private final KubernetesClient client;
    private final Map<String, String> podsByIp = new ConcurrentHashMap<>();
    private final Map<String, List<String>> revisions = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private int count;
    private int placed;
    private int settled = -1;

    PretendControllers(PretendCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    String podAt(String ip) {
        return podsByIp.getOrDefault(ip, "nobody");
    }

    /** Does nothing while nothing has changed since a turn that changed nothing. */
    synchronized void turn() {
        int now = cluster.changes();
        if (now == settled) {
            return;
        }
        settled = now;
        try {
            objects();
        } catch (KubernetesClientException e) {
            // an object went while it was looked at
        }
    }

    private void objects() {
        for (Namespace namespace : client.namespaces().list().getItems()) {
            in(namespace.getMetadata().getName());
        }
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .list()
                .getItems()
                .forEach(this::establish);
    }

    private void in(String namespace) {
        once(
                "sa " + namespace,
                () -> client.resource(new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("default")
                                .withNamespace(namespace)
                                .endMetadata()
                                .build())
                        .create());
        client.apps().daemonSets().inNamespace(namespace).list().getItems().forEach(this::everywhere);
        client.apps().deployments().inNamespace(namespace).list().getItems().forEach(this::replicas);
        client.apps().statefulSets().inNamespace(namespace).list().getItems().forEach(this::numbered);
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(job -> once(
                        "job " + job.getMetadata().getName(),
                        () -> pod(
                                job,
                                job.getMetadata().getName() + "-1",
                                job.getSpec().getTemplate(),
                                Optional.empty())));
        client.batch().v1().cronjobs().inNamespace(namespace).list().getItems().stream()
                .filter(cron -> !cluster.has(Fault.CLOCK_STOPPED))
                .forEach(cron -> once(
                        "cron",
                        () -> pod(
                                cron,
                                "cron-job-1",
                                cron.getSpec().getJobTemplate().getSpec().getTemplate(),
                                Optional.empty())));
        client.services().inNamespace(namespace).list().getItems().forEach(this::service);
        client.resourceQuotas()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(quota -> once(
                        "quota",
                        () -> client.resource(quota)
                                .editStatus(now -> new io.fabric8.kubernetes.api.model.ResourceQuotaBuilder(now)
                                        .withNewStatus()
                                        .addToHard("pods", new Quantity("1"))
                                        .endStatus()
                                        .build())));
        claims(namespace);
        charts(namespace);
        client.pods().inNamespace(namespace).withLabel("app").list().getItems().stream()
                .filter(pod -> pod.getStatus() == null || pod.getStatus().getPhase() == null)
                .forEach(this::start);
    }

    private void once(String what, Runnable work) {
        if (done.add(what)) {
            work.run();
        }
    }

    private void pod(HasMetadata owner, String name, PodTemplateSpec template, Optional<String> node) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(owner.getMetadata().getNamespace())
                        .withLabels(template.getMetadata().getLabels())
                        .addToAnnotations("template", String.valueOf(key(template)))
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .editSpec()
                        .withNodeName(node.orElse(null))
                        .endSpec()
                        .build())
                .create();
    }

    private static int key(PodTemplateSpec template) {
        return Objects.hash(
                template.getSpec().getContainers().get(0).getImage(),
                template.getMetadata().getAnnotations());
    }

    private void everywhere(DaemonSet set) {
        for (String node : PretendCluster.NODES) {
            String name = set.getMetadata().getName() + "-" + node;
            once(name, () -> pod(set, name, set.getSpec().getTemplate(), Optional.of(node)));
        }
    }

    private void replicas(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        String key = String.valueOf(key(deployment.getSpec().getTemplate()));
        List<String> known = revisions.computeIfAbsent(name, any -> new ArrayList<>());
        if (!known.contains(key)) {
            known.add(key);
            revision(deployment, known.size());
        }
        List<Pod> pods = client.pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabel("app", name)
                .list()
                .getItems();
        List<Pod> current = pods.stream()
                .filter(pod -> key.equals(pod.getMetadata().getAnnotations().get("template")))
                .toList();
        boolean undone = cluster.has(Fault.NO_UNDO) && known.size() > 1 && known.indexOf(key) == 0;
        pods.stream()
                .filter(pod -> !current.contains(pod))
                .forEach(pod -> client.resource(pod).delete());
        for (int at = current.size(); at < deployment.getSpec().getReplicas() && !undone; at++) {
            pod(deployment, name + "-" + count++, deployment.getSpec().getTemplate(), Optional.empty());
        }
        int ready = (int) current.stream().filter(ShellPods::isReady).count();
        client.resource(deployment)
                .editStatus(now -> new DeploymentBuilder(now)
                        .withNewStatus()
                        .withObservedGeneration(now.getMetadata().getGeneration())
                        .withReplicas(pods.size())
                        .withUpdatedReplicas(current.size())
                        .withAvailableReplicas(ready)
                        .endStatus()
                        .build());
    }

    /** As {@code kubectl rollout undo} finds it. */
    private void revision(Deployment deployment, int number) {
        String name = deployment.getMetadata().getName();
        client.resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName(name + "-" + number)
                        .withNamespace(deployment.getMetadata().getNamespace())
                        .addToLabels("app", name)
                        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(number))
                        .endMetadata()
                        .withNewSpec()
                        .withTemplate(deployment.getSpec().getTemplate())
                        .endSpec()
                        .build())
                .create();
        client.resource(deployment)
                .edit(now -> new DeploymentBuilder(now)
                        .editMetadata()
                        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(number))
                        .endMetadata()
                        .build());
    }

    private void numbered(StatefulSet set) {
        for (int at = 0; at < set.getSpec().getReplicas(); at++) {
            String name = set.getMetadata().getName() + "-" + at;
            once(name, () -> {
                client.resource(new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName("data-" + name)
                                .withNamespace(set.getMetadata().getNamespace())
                                .endMetadata()
                                .build())
                        .create();
                pod(set, name, set.getSpec().getTemplate(), Optional.empty());
            });
        }
    }

    private void service(Service service) {
        String name = service.getMetadata().getName();
        if (!service.getMetadata().getNamespace().startsWith(Sandbox.PREFIX)) {
            return;
        }
        once("service " + name, () -> {
            ServiceBuilder changed = new ServiceBuilder(service)
                    .editSpec()
                    .withClusterIP("10.43.0." + ++count)
                    .editFirstPort()
                    .withNodePort(30_000 + count)
                    .endPort()
                    .endSpec();
            Service placed = client.resource(changed.build()).update();
            if ("LoadBalancer".equals(service.getSpec().getType())) {
                client.resource(placed).editStatus(now -> {
                    ServiceBuilder status = new ServiceBuilder(now)
                            .withNewStatus()
                            .withNewLoadBalancer()
                            .endLoadBalancer()
                            .endStatus();
                    cluster.addresses()
                            .forEach(address -> status.editStatus()
                                    .editLoadBalancer()
                                    .addNewIngress()
                                    .withIp(address)
                                    .endIngress()
                                    .endLoadBalancer()
                                    .endStatus());
                    return status.build();
                });
            }
        });
    }

    private void claims(String namespace) {
        client.persistentVolumeClaims()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(claim -> once(
                        "claim " + claim.getMetadata().getName(),
                        () -> client.resource(claim)
                                .editStatus(now -> new PersistentVolumeClaimBuilder(now)
                                        .withNewStatus()
                                        .withPhase(cluster.has(Fault.NO_PROVISIONER) ? "Pending" : "Bound")
                                        .endStatus()
                                        .build())));
    }

    private void charts(String namespace) {
        if (namespace.equals(PretendCluster.NAMESPACE) && !cluster.has(Fault.CHARTS_IGNORED)) {
            once(
                    "chart",
                    () -> client.resource(new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withName("from-a-chart")
                                    .withNamespace(namespace)
                                    .endMetadata()
                                    .build())
                            .create());
        }
    }

    private void establish(CustomResourceDefinition definition) {
        if (!cluster.has(Fault.KINDS_IGNORED)) {
            once(
                    "kind",
                    () -> client.resource(definition)
                            .editStatus(now -> new CustomResourceDefinitionBuilder(now)
                                    .withNewStatus()
                                    .addNewCondition()
                                    .withType("Established")
                                    .withStatus("True")
                                    .endCondition()
                                    .endStatus()
                                    .build()));
        }
    }

    private void start(Pod pod) {
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
        String ip = "10.42." + PretendCluster.NODES.indexOf(node) + "." + ++count;
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
