package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Kubernetes' controllers: each turn brings every object a step further, and hands new pods to the kubelets. */
final class PretendControllers {
    private final PretendCluster cluster;
    private final KubernetesClient client;
    private final PretendKubelets kubelets;
    private final PretendDeployments deployments;
    private final PretendPodTemplates pods;
    private final Set<String> done = new HashSet<>();
    private int count;
    private int settled = -1;

    PretendControllers(PretendCluster cluster, KubernetesClient client) {
        this.cluster = cluster;
        this.client = client;
        this.kubelets = new PretendKubelets(cluster, client);
        this.deployments = new PretendDeployments(cluster, client);
        this.pods = new PretendPodTemplates(client);
    }

    String podAt(String ip) {
        return kubelets.podAt(ip);
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
        client.apps().deployments().inNamespace(namespace).list().getItems().forEach(deployments::replicas);
        client.apps().statefulSets().inNamespace(namespace).list().getItems().forEach(this::numbered);
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(job -> once(
                        "job " + job.getMetadata().getName(),
                        () -> pods.create(
                                job,
                                job.getMetadata().getName() + "-1",
                                job.getSpec().getTemplate(),
                                Optional.empty())));
        client.batch().v1().cronjobs().inNamespace(namespace).list().getItems().stream()
                .filter(cron -> !cluster.has(Fault.CLOCK_STOPPED))
                .forEach(cron -> once(
                        "cron",
                        () -> pods.create(
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
                .forEach(kubelets::start);
    }

    private void once(String what, Runnable work) {
        if (done.add(what)) {
            work.run();
        }
    }

    private void everywhere(DaemonSet set) {
        for (String node : PretendCluster.NODES) {
            String name = set.getMetadata().getName() + "-" + node;
            once(name, () -> pods.create(set, name, set.getSpec().getTemplate(), Optional.of(node)));
        }
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
                pods.create(set, name, set.getSpec().getTemplate(), Optional.empty());
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
}
