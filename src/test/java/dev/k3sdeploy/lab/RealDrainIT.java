package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disruption budgets of pods that really run: one on each of two nodes. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@EnabledIfEnvironmentVariable(named = RealK3s.IMAGES, matches = ".+", disabledReason = "it names no image archive")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealDrainIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    private static final String WEB = """
            cat >/tmp/web.yaml <<'EOF'
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  affinity:
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - {labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}
                  containers:
                  - {name: web, image: "docker.io/library/busybox:lab", command: [sleep, "100000"]}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: web}
            spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
            EOF
            k3s kubectl apply -f /tmp/web.yaml
            k3s kubectl rollout status deployment/web --timeout=120s
            """;

    /** Notes how many pods are available, five times a second; an empty line for none, no line when the API does not answer. */
    private static final String WATCH = "nohup sh -c 'while sleep 0.2; do k3s kubectl get deployment web"
            + " -o jsonpath=\"{.status.availableReplicas}{\\\"\\\\n\\\"}\" 2>/dev/null; done' >/tmp/available 2>&1 & echo $!";

    private static JsonRun run(String... words) {
        return RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory(15), words);
    }

    private static JsonRun upgrade(int drainTimeout) {
        return LAB.control()
                .with(RealK3s.VARIABLE, RealK3s.another(LAB.control()).toString())
                .json(inventory(drainTimeout), "up");
    }

    private static LabInventory inventory(int drainTimeout) {
        return RealK3s.inventory(LAB).with("k3s_drain_timeout", drainTimeout);
    }

    @BeforeAll
    static void twoPodsRun() {
        LAB.all().forEach(RealK3s::bringImages);
        JsonRun up = run("up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        LAB.server().sh(WEB);
    }

    @Test
    @Order(1)
    void aBudgetThatAllowsNothingStopsTheUpgradeBeforeAnythingIsRestarted() {
        String before = LAB.server().unit("k3s", "MainPID");
        String pods = pods();

        JsonRun upgrade = upgrade(15);

        assertThat(upgrade.exitCode()).isEqualTo(1);
        assertThat(upgrade.problems())
                .contains("Node server was not drained", "disruption budget", "run the same again");
        assertThat(LAB.server().unit("k3s", "MainPID")).isEqualTo(before);
        assertThat(pods()).isEqualTo(pods);
    }

    private static String pods() {
        return LAB.server().sh("k3s kubectl get pods --field-selector=status.phase=Running -o name | sort");
    }

    /** One pod may be away: the agent's must wait until the server's runs again. */
    @Test
    @Order(2)
    void aBudgetOfOneIsKeptThroughTheWholeUpgrade() {
        LAB.server().sh("k3s kubectl patch pdb web --type=merge -p '{\"spec\":{\"minAvailable\":1}}'");
        String watch = LAB.server().sh(WATCH);

        JsonRun upgrade = upgrade(120);

        LAB.server().sh("kill " + watch);
        assertThat(upgrade.exitCode()).as("%s", upgrade).isZero();
        assertThat(upgrade.details("changed").filter(task -> task.contains(": Start k3s")))
                .hasSize(2)
                .allMatch(task -> task.endsWith("let pods onto it again"));
        assertThat(LAB.server().sh("sed 's/^$/0/' /tmp/available | sort -u").lines())
                .contains("1")
                .isSubsetOf("1", "2");
        LAB.server().sh("k3s kubectl rollout status deployment/web --timeout=120s");
        assertThat(upgrade(120).tasks("changed")).isEmpty();
    }

    @Test
    @Order(3)
    void aNodeThatLeavesKeepsTheBudgetToo() {
        LAB.server().sh("k3s kubectl patch pdb web --type=merge -p '{\"spec\":{\"minAvailable\":2}}'");

        JsonRun refused = run("node", "remove", "agent", "--yes");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.problems()).contains("Node agent was not drained", "disruption budget", "--force");
        assertThat(pods().lines()).hasSize(2);

        LAB.server().sh("k3s kubectl patch pdb web --type=merge -p '{\"spec\":{\"minAvailable\":1}}'");
        JsonRun removed = run("node", "remove", "agent", "--yes");
        assertThat(removed.exitCode()).as("%s", removed).isZero();
        assertThat(pods().lines()).hasSize(1);
        assertThat(run("node", "remove", "agent", "--yes").tasks("changed")).isEmpty();
    }

    @Test
    @Order(4)
    void downLeavesNothing() {
        JsonRun down = run("down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        LAB.server().sh("rm -rf /tmp/available /tmp/web.yaml");
        Remains.none(LAB.all());
    }
}
