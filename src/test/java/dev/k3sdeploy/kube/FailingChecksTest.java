package dev.k3sdeploy.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.kube.check.Checks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The failing case of each check: what is wrong with the cluster, and what the check says of it. */
class FailingChecksTest {
    private static final String CASES = """
            STALE_KUBECONFIG      | api                   | the API answers 401: Unauthorized
            NO_ROOM               | pod                   | pod pod on vagrantbox-1 is not ready: no node takes it: 0/3 nodes are available: 3 Insufficient cpu.
            AGENT_STOPPED         | nodes-ready           | vagrantbox-3 is not Ready (Kubelet stopped posting
            AGENT_STOPPED         | daemon-set            | no pod on vagrantbox-3: the node is not Ready
            AGENT_STOPPED         | pod-network           | there is no pod to reach on vagrantbox-3
            AGENT_STOPPED         | node-port             | 192.168.50.203:30
            WRONG_NIC             | node-addresses        | vagrantbox-1 has 10.0.2.15, and the inventory says 192.168.50.201
            OLD_AGENT             | node-versions         | vagrantbox-3 runs v1.32.1+k3s1
            FULL_DISK             | node-pressure         | vagrantbox-3 has DiskPressure (kubelet has disk pressure)
            FULL_DISK             | daemon-set            | no pod on vagrantbox-3: Evicted
            FULL_DISK             | ingress               | 192.168.50.203:80 (Connection refused)
            NO_CLUSTER_SERVICES   | cluster-info          | it lists no service kube-dns, metrics-server
            COREDNS_DOWN          | system-deployments    | coredns is not available
            COREDNS_DOWN          | dns                   | pods on vagrantbox-1, vagrantbox-2, vagrantbox-3 do not resolve
            COREDNS_DOWN          | service-dns           | a pod on vagrantbox-1 does not always reach http://by-name:8080
            NO_INGRESS_CLASS      | ingress-class         | there is none
            NO_DEFAULT_CLASS      | storage-class         | none is the default
            TWO_DEFAULT_CLASSES   | storage-class         | local-path and longhorn are both the default
            NO_TRAEFIK_SERVICE    | traefik-addresses     | there is no service traefik
            NO_SERVICE_ADDRESSES  | load-balancer         | service load-balancer has no external address
            KUBELET_PORT_CLOSED   | exec                  | exec on vagrantbox-1: error dialing backend
            KUBELET_PORT_CLOSED   | logs                  | the log of a pod on vagrantbox-1: error dialing backend
            KUBELET_PORT_CLOSED   | port-forward          | the forwarded port of a pod on vagrantbox-1: error dialing
            DEAF_LOGS             | logs                  | lacks what it has printed
            OTHER_PAGES           | port-forward          | answers «<h1>hello</h1>»
            SILENT_REGISTRY       | bad-image             | does not show ErrImagePull: ContainerCreating
            ROOT_ANYWAY           | non-root              | runs as 0
            NO_MEMORY_CGROUP      | memory-limit          | was given 256 MB: it ended with Completed
            NO_COURSE_IMAGE       | course-images         | docker.io/library/perl:5.34.0: ImagePullBackOff
            ONE_NODE_TAKES_ALL    | deployment            | all 5 pods are on vagrantbox-1, and 3 nodes take pods
            NO_UNDO               | rollout               | the Deployment does not get to the image of before
            WRONG_PI              | job                   | the Job says that pi is «3»
            CLOCK_STOPPED         | cron-job              | the CronJob was not started within
            VXLAN_BLOCKED         | pod-network           | a pod on vagrantbox-1 does not reach pods on vagrantbox-2, vagrantbox-3
            VXLAN_BLOCKED         | dns                   | pods on vagrantbox-2, vagrantbox-3 do not resolve
            VXLAN_BLOCKED         | service-dns           | a pod on vagrantbox-1 does not always reach http://by-name:8080
            VXLAN_BLOCKED         | node-port             | (Read timed out)
            VXLAN_BLOCKED         | load-balancer         | from 192.168.50.201:18080 (Read timed out)
            VXLAN_BLOCKED         | ingress               | 192.168.50.201:80 (Read timed out)
            NO_NAMES_OUTSIDE      | dns-outside           | a pod on vagrantbox-1 does not resolve k3s.io
            POLICY_IGNORED        | network-policy        | a policy that lets nobody in lets a pod on
            PROXY_RULES_MISSING   | cluster-ip            | do not always reach a Service at 10.43.
            FIREWALL_HERE         | node-port             | (Connect timed out)
            FIREWALL_HERE         | addon-headlamp        | http://headlamp.course.test on 192.168.50.201: Connect timed out
            INGRESS_UNKNOWN       | ingress               | 192.168.50.201:80 (answers 404)
            INGRESS_UNKNOWN       | addon-whoami          | http://whoami.course.test answers 404 on 192.168.50.201
            NO_PROVISIONER        | volume                | the claim is Pending, and so pod volume-1
            NO_PROVISIONER        | stateful-set          | the claim is Pending, and so pod stateful-0
            VOLUME_FORGETS        | volume                | what one pod writes into the volume
            VOLUME_FORGETS        | stateful-set          | the volume of stateful-1 holds «stateful-0»
            VOLUME_FORGETS        | nfs                   | do not share what others wrote to 192.168.50.201
            NFS_REFUSED           | nfs                   | Unable to attach or mount volumes
            NOBODY_MAY_ANYTHING   | rbac                  | may not list pods in its own namespace
            EVERYBODY_MAY_ALL     | rbac                  | may list pods in another namespace
            QUOTA_IGNORED         | quota                 | a second pod comes into a namespace with a quota of one
            LIMITS_IGNORED        | limit-range           | a container with 128 MB comes into a namespace
            KINDS_IGNORED         | crd                   | is taken, and not established
            CHARTS_IGNORED        | helm-chart            | the chart's ConfigMap does not come
            ADDONS_MISSING        | addon-longhorn        | there is no DaemonSet longhorn-system/longhorn-manager; there is no Deployment
            ADDONS_STARTING       | addon-whoami          | Deployment whoami/whoami does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-cnpg            | Cluster cnpg/postgis does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-geoserver       | Deployment geoserver/geoserver does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-cert-manager    | Deployment cert-manager/cert-manager-webhook does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-longhorn        | DaemonSet longhorn-system/longhorn-manager does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-nfs-provisioner | Deployment nfs-provisioner/nfs-provisioner does not run yet: 1 of 3 ready
            ADDONS_STARTING       | addon-headlamp        | Deployment headlamp/headlamp does not run yet: 1 of 3 ready
            """;

    /** By fault: what each check says. */
    private static Map<Fault, Map<String, String>> cases() {
        Map<Fault, Map<String, String>> cases = new LinkedHashMap<>();
        CASES.lines()
                .map(line -> line.strip().split(" +\\| ", 3))
                .forEach(columns -> cases.computeIfAbsent(Fault.valueOf(columns[0]), any -> new LinkedHashMap<>())
                        .put(columns[1], columns[2]));
        return cases;
    }

    static Stream<Fault> faults() {
        return cases().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachFaultIsToldByItsChecks(Fault fault) {
        Map<String, String> expected = cases().getOrDefault(fault, Map.of());
        try (PretendCluster cluster = new PretendCluster(fault)) {
            VerifyReport report =
                    new TriedChecks().verify(cluster, cluster.wished(), TriedChecks.SHORT, expected.keySet());

            expected.forEach((check, message) -> {
                Result result = TriedChecks.of(report, check);
                assertThat(result).as(check).isInstanceOf(Result.Failed.class);
                assertThat(((Result.Failed) result).reason()).as(check).contains(message);
            });
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    @Test
    void noCheckIsWithoutAFailingCase() {
        Set<String> failing = cases().values().stream()
                .flatMap(told -> told.keySet().stream())
                .collect(Collectors.toSet());

        assertThat(failing)
                .containsExactlyInAnyOrderElementsOf(Checks.all(PretendAddons.WISHED).stream()
                        .map(Check::name)
                        .toList());
    }

    /** What is in none of them is tried by {@link VerificationTest}. */
    @Test
    void noFaultIsUnused() {
        assertThat(Arrays.asList(Fault.values()))
                .containsAll(cases().keySet())
                .filteredOn(fault -> !cases().containsKey(fault))
                .containsExactlyInAnyOrder(
                        Fault.NO_SHELL_IMAGE, Fault.SIMULATED, Fault.NO_INTERNET, Fault.ADDONS_WITHOUT_IMAGES);
    }
}
