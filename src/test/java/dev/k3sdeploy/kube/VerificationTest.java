package dev.k3sdeploy.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.kube.check.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check on a pretended cluster: all is well, and each fault fails the checks that a student would trip over. */
class VerificationTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<CheckResult> told = new ArrayList<>();
    private final Interruption interruption = new Interruption();

    private VerifyReport verify(PretendCluster cluster, Duration patience, String... only) {
        VerifySettings settings = new VerifySettings(
                PretendCluster.RUN,
                Images.DEFAULTS,
                new Patience(patience, Duration.ofMillis(10)),
                patience,
                false,
                interruption);
        Sandbox sandbox =
                new Sandbox(cluster.client(), new PretendPods(cluster), cluster.web(), cluster.wished(), settings);
        Set<String> names = Set.of(only);
        List<Check> checks = Checks.all(cluster.wished().addons()).stream()
                .filter(check -> names.isEmpty()
                        || names.contains(check.name())
                        || check.name().equals("api"))
                .toList();
        return new Verification(cluster.wished(), settings).run(sandbox, checks, told::add);
    }

    private static List<String> failed(VerifyReport report) {
        return report.results().stream()
                .filter(CheckResult::failed)
                .map(CheckResult::check)
                .toList();
    }

    @Test
    void aHealthyClusterPassesEveryCheckAndNothingIsLeft() {
        try (PretendCluster cluster = new PretendCluster()) {
            VerifyReport report = verify(cluster, LONG);

            assertThat(report.results())
                    .allSatisfy(result ->
                            assertThat(result.result()).as(result.check()).isInstanceOf(Result.Passed.class));
            assertThat(report.results()).hasSizeGreaterThan(35).isEqualTo(told);
            assertThat(report.ready()).isTrue();
            assertThat(report.left()).isEmpty();
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    /**
     * Only what students would trip over: a check that cannot be made, since an earlier one failed, says so instead of
     * failing too.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "WRONG_NIC          | node-addresses traefik-addresses load-balancer",
                "AGENT_STOPPED      | nodes-ready traefik-addresses daemon-set pod-network load-balancer",
                "NO_INGRESS_CLASS   | ingress-class ingress",
                "FULL_DISK          | node-pressure traefik-addresses daemon-set pod-network load-balancer nfs",
                "VXLAN_BLOCKED      | pod-network dns cluster-ip",
            })
    void oneBreakageFailsExactlyTheseChecks(Fault fault, String expected) {
        try (PretendCluster cluster = new PretendCluster(fault)) {
            VerifyReport report = verify(cluster, Duration.ofSeconds(7));

            assertThat(failed(report)).containsExactlyElementsOf(List.of(expected.split(" ")));
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    /** The failing case of each check, with what it says. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "AGENT_STOPPED         | nodes-ready        | vagrantbox-3 is not Ready (Kubelet stopped posting",
                "AGENT_STOPPED         | daemon-set         | no pod on vagrantbox-3: the node is not Ready",
                "AGENT_STOPPED         | pod-network        | there is no pod to reach on vagrantbox-3",
                "WRONG_NIC             | node-addresses     | vagrantbox-1 has 10.0.2.15, and the inventory says 192.168.50.201",
                "OLD_AGENT             | node-versions      | vagrantbox-3 runs v1.32.1+k3s1",
                "FULL_DISK             | node-pressure      | vagrantbox-3 has DiskPressure (kubelet has disk pressure)",
                "FULL_DISK             | daemon-set         | no pod on vagrantbox-3: Evicted",
                "NO_CLUSTER_SERVICES   | cluster-info       | it lists no service kube-dns, metrics-server",
                "COREDNS_DOWN          | system-deployments | coredns is not available",
                "COREDNS_DOWN          | dns                | pods on vagrantbox-1, vagrantbox-2, vagrantbox-3 do not resolve",
                "COREDNS_DOWN          | service-dns        | a pod on vagrantbox-1 does not reach http://by-name:8080",
                "NO_INGRESS_CLASS      | ingress-class      | there is none",
                "NO_DEFAULT_CLASS      | storage-class      | none is the default",
                "TWO_DEFAULT_CLASSES   | storage-class      | local-path and longhorn are both the default",
                "NO_TRAEFIK_SERVICE    | traefik-addresses  | there is no service traefik",
                "NO_SERVICE_ADDRESSES  | load-balancer      | service load-balancer has no external address",
                "KUBELET_PORT_CLOSED   | exec               | exec on vagrantbox-1: error dialing backend",
                "KUBELET_PORT_CLOSED   | logs               | the log of a pod on vagrantbox-1: error dialing backend",
                "KUBELET_PORT_CLOSED   | port-forward       | the forwarded port of a pod on vagrantbox-1: error dialing",
                "DEAF_LOGS             | logs               | lacks what it has printed",
                "OTHER_PAGES           | port-forward       | answers «<h1>hello</h1>»",
                "SILENT_REGISTRY       | bad-image          | does not show ErrImagePull: ContainerCreating",
                "ROOT_ANYWAY           | non-root           | runs as 0",
                "NO_MEMORY_CGROUP      | memory-limit       | was given 256 MB: it ended with Completed",
                "NO_COURSE_IMAGE       | course-images      | docker.io/library/perl:5.34.0: ImagePullBackOff",
                "ONE_NODE_TAKES_ALL    | deployment         | all 5 pods are on vagrantbox-1, and 3 nodes are Ready",
                "NO_UNDO               | rollout            | the Deployment does not get to the image of before",
                "WRONG_PI              | job                | the Job says that pi is «3»",
                "CLOCK_STOPPED         | cron-job           | the CronJob was not started within",
                "VXLAN_BLOCKED         | pod-network        | a pod on vagrantbox-1 does not reach pods on vagrantbox-2, vagrantbox-3",
                "VXLAN_BLOCKED         | dns                | pods on vagrantbox-2, vagrantbox-3 do not resolve",
                "NO_NAMES_OUTSIDE      | dns-outside        | a pod on vagrantbox-1 does not resolve k3s.io",
                "POLICY_IGNORED        | network-policy     | a policy that lets nobody in lets a pod on",
                "PROXY_RULES_MISSING   | cluster-ip         | do not always reach a Service at 10.43.",
                "FIREWALL_HERE         | node-port          | (Connect timed out)",
                "INGRESS_UNKNOWN       | ingress            | 192.168.50.201:80 (answers 404)",
                "NO_PROVISIONER        | volume             | the claim is Pending, and so pod volume-1",
                "NO_PROVISIONER        | stateful-set       | the claim is Pending, and so pod stateful-0",
                "VOLUME_FORGETS        | volume             | what one pod writes into the volume",
                "VOLUME_FORGETS        | stateful-set       | the volume of stateful-1 holds «stateful-0»",
                "NFS_REFUSED           | nfs                | Unable to attach or mount volumes",
                "VOLUME_FORGETS        | nfs                | do not share what others wrote to 192.168.50.201",
                "NOBODY_MAY_ANYTHING   | rbac               | may not list pods in its own namespace",
                "EVERYBODY_MAY_ALL     | rbac               | may list pods in another namespace",
                "QUOTA_IGNORED         | quota              | a second pod comes into a namespace with a quota of one",
                "LIMITS_IGNORED        | limit-range        | a container with 128 MB comes into a namespace",
                "KINDS_IGNORED         | crd                | is taken, and not established",
                "CHARTS_IGNORED        | helm-chart         | the chart's ConfigMap does not come",
            })
    void eachFaultIsToldByItsCheck(Fault fault, String check, String message) {
        try (PretendCluster cluster = new PretendCluster(fault)) {
            Result result = only(verify(cluster, Duration.ofMillis(1200), check), check);

            assertThat(result).isInstanceOf(Result.Failed.class);
            assertThat(((Result.Failed) result).reason()).contains(message);
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    private static Result only(VerifyReport report, String check) {
        return report.results().stream()
                .filter(result -> result.check().equals(check))
                .findFirst()
                .orElseThrow()
                .result();
    }

    /** Nobody knows then, and it is never told as passed. */
    @Test
    void withoutTheImageWhatRunsInPodsIsNotChecked() {
        try (PretendCluster cluster = new PretendCluster(Fault.NO_SHELL_IMAGE)) {
            VerifyReport report =
                    verify(cluster, LONG, "pod", "exec", "daemon-set", "deployment", "job", "memory-limit");

            assertThat(report.results().subList(1, report.results().size()))
                    .hasSize(6)
                    .allSatisfy(result -> {
                        assertThat(result.result()).isInstanceOf(Result.NotChecked.class);
                        assertThat(((Result.NotChecked) result.result()).why()).contains("ImagePullBackOff");
                    });
            assertThat(report.nothingFailed()).isTrue();
            assertThat(report.ready()).isFalse();
        }
    }

    @Test
    void onSimulatedNodesNothingIsMade() {
        try (PretendCluster cluster = new PretendCluster(Fault.SIMULATED)) {
            VerifyReport report = verify(cluster, LONG);

            assertThat(report.results())
                    .allSatisfy(result -> assertThat(result.failed()).isFalse());
            assertThat(only(report, "nodes-ready")).isInstanceOf(Result.Passed.class);
            assertThat(only(report, "pod")).isInstanceOf(Result.NotChecked.class);
            assertThat(report.ready()).isFalse();
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    @Test
    void whereTheInternetIsMissingHereTooTheNamesOfItAreNotChecked() {
        try (PretendCluster cluster = new PretendCluster(Fault.NO_INTERNET)) {
            assertThat(only(verify(cluster, LONG, "dns-outside"), "dns-outside"))
                    .isInstanceOf(Result.NotChecked.class);
        }
    }

    @Test
    void whenTheApiDoesNotAnswerNothingElseIsAsked() {
        try (PretendCluster cluster = new PretendCluster()) {
            cluster.mock().shutdown();

            VerifyReport report = verify(cluster, SHORT);

            assertThat(failed(report)).containsExactly("api");
            assertThat(only(report, "pod")).isEqualTo(new Result.NotChecked("the API does not answer"));
        }
    }

    @Test
    void ctrlCEndsTheWaitingAndTheNamespaceGoesAllTheSame() {
        try (PretendCluster cluster = new PretendCluster(Fault.CLOCK_STOPPED)) {
            Thread user = new Thread(() -> {
                while (cluster.leftovers().isEmpty()) {
                    Thread.onSpinWait();
                }
                interruption.request();
            });
            user.start();

            VerifyReport report = verify(cluster, Duration.ofMinutes(5), "cron-job", "job");

            assertThat(report.interrupted()).isTrue();
            assertThat(report.ready()).isFalse();
            assertThat(only(report, "cron-job")).isEqualTo(new Result.NotChecked("interrupted"));
            assertThat(cluster.leftovers()).isEmpty();
        }
    }
}
