package dev.k3sdeploy.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check on a pretended cluster: all is well, and each fault fails the checks that a student would trip over. */
class VerificationTest {
    private final TriedChecks tried = new TriedChecks();

    @Test
    void aHealthyClusterPassesEveryCheckAndNothingIsLeft() {
        try (PretendCluster cluster = new PretendCluster()) {
            VerifyReport report = tried.verify(cluster, TriedChecks.LONG);

            assertThat(report.results())
                    .allSatisfy(result ->
                            assertThat(result.result()).as(result.check()).isInstanceOf(Result.Passed.class));
            assertThat(report.results()).hasSizeGreaterThan(35).isEqualTo(tried.told());
            assertThat(report.ready()).isTrue();
            assertThat(report.left()).isEmpty();
            assertThat(report.whyLeft()).isEmpty();
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
                "WRONG_NIC        | node-addresses traefik-addresses pod-network dns cluster-ip service-dns node-port"
                        + " load-balancer ingress",
                "AGENT_STOPPED    | nodes-ready traefik-addresses daemon-set pod-network node-port load-balancer",
                "NO_INGRESS_CLASS | ingress-class ingress",
                "FULL_DISK        | node-pressure traefik-addresses daemon-set pod-network load-balancer ingress",
                "VXLAN_BLOCKED    | pod-network dns cluster-ip service-dns node-port load-balancer ingress",
            })
    void oneBreakageFailsExactlyTheseChecks(Fault fault, String expected) {
        try (PretendCluster cluster = new PretendCluster(fault)) {
            VerifyReport report =
                    tried.verify(cluster, PretendAddons.without(cluster.wished()), TriedChecks.SHORT, Set.of());

            assertThat(TriedChecks.failed(report)).containsExactlyElementsOf(List.of(expected.split(" ")));
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    /** Nobody knows then, and it is never told as passed. */
    @Test
    void withoutTheImageWhatRunsInPodsIsNotChecked() {
        try (PretendCluster cluster = new PretendCluster(Fault.NO_SHELL_IMAGE)) {
            VerifyReport report = tried.verify(
                    cluster, TriedChecks.LONG, "pod", "exec", "daemon-set", "deployment", "job", "memory-limit");

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
    void anAddOnWhoseImageCannotBeHadIsNotChecked() {
        try (PretendCluster cluster = new PretendCluster(Fault.ADDONS_WITHOUT_IMAGES)) {
            VerifyReport report = tried.verify(cluster, TriedChecks.SHORT, "addon-geoserver", "addon-cnpg");

            assertThat(TriedChecks.of(report, "addon-geoserver"))
                    .isEqualTo(new Result.NotChecked("no node gets the image registry.example.org/application:1:"
                            + " ImagePullBackOff (Back-off pulling image)"));
            assertThat(TriedChecks.of(report, "addon-cnpg")).isInstanceOf(Result.NotChecked.class);
            assertThat(report.ready()).isFalse();
        }
    }

    @Test
    void anAddOnThatNobodyWishesForMayBeMissing() {
        try (PretendCluster cluster = new PretendCluster(Fault.ADDONS_MISSING)) {
            WishedCluster wished = PretendAddons.unwished(cluster.wished());

            assertThat(TriedChecks.of(
                            tried.verify(cluster, wished, TriedChecks.SHORT, Set.of("addon-whoami")), "addon-whoami"))
                    .isEqualTo(new Result.NotChecked("it is not installed, and k3s_addons does not name it"));
        }
    }

    @Test
    void onSimulatedNodesNothingIsMade() {
        try (PretendCluster cluster = new PretendCluster(Fault.SIMULATED)) {
            VerifyReport report = tried.verify(cluster, TriedChecks.LONG);

            assertThat(report.results())
                    .allSatisfy(result -> assertThat(result.failed()).isFalse());
            assertThat(TriedChecks.of(report, "nodes-ready")).isInstanceOf(Result.Passed.class);
            assertThat(TriedChecks.of(report, "pod")).isInstanceOf(Result.NotChecked.class);
            assertThat(report.ready()).isFalse();
            assertThat(cluster.leftovers()).isEmpty();
        }
    }

    @Test
    void whereTheInternetIsMissingHereTooTheNamesOfItAreNotChecked() {
        try (PretendCluster cluster = new PretendCluster(Fault.NO_INTERNET)) {
            assertThat(TriedChecks.of(tried.verify(cluster, TriedChecks.LONG, "dns-outside"), "dns-outside"))
                    .isInstanceOf(Result.NotChecked.class);
        }
    }

    @Test
    void whenTheApiDoesNotAnswerNothingElseIsAsked() {
        try (PretendCluster cluster = new PretendCluster()) {
            cluster.mock().shutdown();

            VerifyReport report = tried.verify(cluster, TriedChecks.SHORT);

            assertThat(TriedChecks.failed(report)).containsExactly("api");
            assertThat(TriedChecks.of(report, "pod")).isEqualTo(new Result.NotChecked("the API does not answer"));
        }
    }

    @Test
    void aNamespaceThatDoesNotGoIsToldWithWhatKubernetesSaysOfIt() {
        try (PretendCluster cluster = new PretendCluster()) {
            Namespace staying = new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(PretendCluster.NAMESPACE)
                    .addToLabels(Sandbox.LABEL, PretendCluster.RUN)
                    .endMetadata()
                    .withNewStatus()
                    .addNewCondition()
                    .withType("NamespaceDeletionContentFailure")
                    .withStatus("False")
                    .withMessage("All content successfully deleted")
                    .endCondition()
                    .addNewCondition()
                    .withType("NamespaceDeletionDiscoveryFailure")
                    .withStatus("True")
                    .withMessage("Discovery failed for some groups, 1 failing:\n  metrics.k8s.io/v1beta1: "
                            + "the server is currently unable to handle the request" + ", and again".repeat(50))
                    .endCondition()
                    .endStatus()
                    .build();
            cluster.mock()
                    .expect()
                    .get()
                    .withPath("/api/v1/namespaces/" + PretendCluster.NAMESPACE)
                    .andReturn(200, staying)
                    .always();

            VerifyReport report = tried.verify(cluster, TriedChecks.SHORT, "pod");

            assertThat(report.left()).containsExactly(PretendCluster.NAMESPACE);
            assertThat(report.whyLeft())
                    .startsWith("Discovery failed for some groups, 1 failing: metrics.k8s.io/v1beta1: the server is")
                    .endsWith("…")
                    .hasSize(300);
        }
    }

    @Test
    void ctrlCEndsTheWaitingAndTheNamespaceGoesAllTheSame() {
        try (PretendCluster cluster = new PretendCluster(Fault.CLOCK_STOPPED)) {
            Thread user = new Thread(() -> {
                while (cluster.leftovers().isEmpty()) {
                    Thread.onSpinWait();
                }
                tried.interruption().request();
            });
            user.start();

            VerifyReport report = tried.verify(cluster, Duration.ofMinutes(5), "cron-job", "job");

            assertThat(report.interrupted()).isTrue();
            assertThat(report.ready()).isFalse();
            assertThat(TriedChecks.of(report, "cron-job")).isEqualTo(new Result.NotChecked("interrupted"));
            assertThat(cluster.leftovers()).isEmpty();
        }
    }
}
