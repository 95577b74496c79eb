package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;

/** What K3S brings along on three machines, healthy or with faults: nodes, its own services, Traefik. */
final class PretendSystem {
    private final PretendCluster cluster;

    PretendSystem(PretendCluster cluster) {
        this.cluster = cluster;
    }

    void install() {
        nodes();
        system();
    }

    private void nodes() {
        for (String name : PretendCluster.NODES) {
            boolean stopped = cluster.has(Fault.AGENT_STOPPED) && name.equals(PretendCluster.BAD);
            boolean full = cluster.has(Fault.FULL_DISK) && name.equals(PretendCluster.BAD);
            NodeBuilder node = new NodeBuilder()
                    .withMetadata(new ObjectMetaBuilder()
                            .withName(name)
                            .addToAnnotations("k3sdeploy.dev/simulated", String.valueOf(cluster.has(Fault.SIMULATED)))
                            .build())
                    .withNewSpec()
                    .endSpec()
                    .withNewStatus()
                    .addNewAddress(
                            cluster.has(Fault.WRONG_NIC) ? "10.0.2.15" : PretendCluster.address(name), "InternalIP")
                    .withConditions(
                            new NodeConditionBuilder()
                                    .withType("Ready")
                                    .withStatus(stopped ? "Unknown" : "True")
                                    .withMessage(stopped ? "Kubelet stopped posting node status." : "")
                                    .build(),
                            new NodeConditionBuilder()
                                    .withType("DiskPressure")
                                    .withStatus(full ? "True" : "False")
                                    .withMessage("kubelet has disk pressure")
                                    .build())
                    .withNewNodeInfo()
                    .withKubeletVersion(
                            cluster.has(Fault.OLD_AGENT) && name.equals(PretendCluster.BAD)
                                    ? "v1.32.1+k3s1"
                                    : "v1.33.5+k3s1")
                    .endNodeInfo()
                    .endStatus();
            if (full) {
                node.editSpec()
                        .addNewTaint()
                        .withKey("node.kubernetes.io/disk-pressure")
                        .withEffect("NoSchedule")
                        .endTaint()
                        .endSpec();
            }
            cluster.put(node.build());
        }
    }

    private void system() {
        for (String name : List.of("coredns", "metrics-server", "local-path-provisioner", "traefik")) {
            boolean down = name.equals("coredns") && cluster.has(Fault.COREDNS_DOWN);
            cluster.put(new DeploymentBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace("kube-system")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(1)
                    .endSpec()
                    .withNewStatus()
                    .withAvailableReplicas(down ? 0 : 1)
                    .endStatus()
                    .build());
        }
        if (!cluster.has(Fault.NO_CLUSTER_SERVICES)) {
            List.of("kube-dns", "metrics-server")
                    .forEach(name -> cluster.put(new ServiceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace("kube-system")
                            .addToLabels("kubernetes.io/cluster-service", "true")
                            .endMetadata()
                            .build()));
        }
        if (!cluster.has(Fault.NO_INGRESS_CLASS)) {
            cluster.put(new IngressClassBuilder()
                    .withNewMetadata()
                    .withName("traefik")
                    .endMetadata()
                    .build());
        }
        if (!cluster.has(Fault.NO_TRAEFIK_SERVICE)) {
            cluster.put(traefik());
        }
        for (String name : storageClasses()) {
            cluster.put(new StorageClassBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                    .endMetadata()
                    .build());
        }
    }

    private List<String> storageClasses() {
        if (cluster.has(Fault.NO_DEFAULT_CLASS)) {
            return List.of();
        }
        return cluster.has(Fault.TWO_DEFAULT_CLASSES) ? List.of("local-path", "longhorn") : List.of("local-path");
    }

    private HasMetadata traefik() {
        ServiceBuilder service = new ServiceBuilder()
                .withNewMetadata()
                .withName("traefik")
                .withNamespace("kube-system")
                .endMetadata()
                .withNewStatus()
                .withNewLoadBalancer()
                .endLoadBalancer()
                .endStatus();
        cluster.addresses()
                .forEach(address -> service.editStatus()
                        .editLoadBalancer()
                        .addNewIngress()
                        .withIp(address)
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus());
        return service.build();
    }
}
