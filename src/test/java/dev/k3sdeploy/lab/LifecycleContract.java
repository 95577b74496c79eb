package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k3sdeploy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster's life from fresh machines to clean ones and back; the steps build on each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LifecycleContract {
    /** What {@code down} keeps and says so; and /run/netns, which iproute2 mounts for whoever first wants a namespace. */
    private static final Pattern KEPT = Pattern.compile(
            ".*: (sha256 )?/etc/sysctl\\.d/90-k3sdeploy\\.conf: .*|.*: (mount )?/run/netns( tmpfs)?: .*");

    private LabState fresh = LabState.of(List.of());

    /** Three fresh machines. */
    abstract LabHosts lab();

    /** The control machine, with a K3S. */
    ControlSide control() {
        return lab().control();
    }

    LabInventory inventory() {
        return lab().inventory();
    }

    private LabState states() {
        return LabState.of(lab().all());
    }

    @Test
    @Order(1)
    void aCheckOfFreshMachinesChangesNothingAndExitsWith3() {
        LabState before = states();
        fresh = before;

        JsonRun check = control().json(inventory(), "up", "--check", "--diff");

        assertThat(check.exitCode()).as("%s", check).isEqualTo(3);
        assertThat(lab().all()).allSatisfy(host -> {
            assertThat(check.count(host, "wouldChange")).isPositive();
            assertThat(check.count(host, "changed")).isZero();
        });
        assertThat(before.size()).as("things looked at").isGreaterThan(5000);
        assertThat(before.differencesTo(states())).isEmpty();
        assertThat(control().kubeconfig()).doesNotExist();
    }

    @Test
    @Order(2)
    void upEndsWithTheExportLineAndReadyNodes() throws IOException {
        CommandRun up = control().run(inventory(), "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.err()).isEmpty();
        assertThat(up.out().lines().toList())
                .last()
                .isEqualTo("export KUBECONFIG=" + control().kubeconfig());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(control().kubeconfig())))
                .isEqualTo("rw-------");
    }

    @Test
    @Order(3)
    void kubectlSeesTheInventorysAddresses() {
        Lab.requireProgram("kubectl");
        assertThat(kubectl("config", "current-context")).isEqualTo("it");
        String nodes = kubectl(
                "get",
                "nodes",
                "-o",
                "jsonpath={range .items[*]}{.metadata.name} {.status.addresses[?(@.type=='InternalIP')].address}"
                        + " {.status.conditions[?(@.type=='Ready')].status}{'\\n'}{end}");
        assertThat(nodes.lines())
                .containsExactlyInAnyOrderElementsOf(lab().all().stream()
                        .map(host -> host.name() + " " + host.address() + " True")
                        .toList());
    }

    private String kubectl(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "kubectl";
        all[1] = "--kubeconfig=" + control().kubeconfig();
        System.arraycopy(words, 0, all, 2, words.length);
        return LocalProgram.run(all);
    }

    @Test
    @Order(4)
    void theSecondUpChangesNothing() {
        Map<LabHost, String> started = invocations();

        JsonRun up = control().json(inventory(), "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.tasks("changed")).isEmpty();
        assertThat(invocations()).isEqualTo(started);
        JsonNode recap = up.recap();
        assertThat(recap.path("type").asText()).isEqualTo("recap");
        assertThat(recap.path("changed").asInt(-1)).isZero();
        assertThat(recap.path("hosts").size()).isEqualTo(3);
        assertThat(lab().all())
                .allSatisfy(host -> assertThat(up.count(host, "ok")).isPositive());
        assertThat(lab().all().stream().mapToInt(host -> up.count(host, "ok")).sum())
                .isEqualTo(up.count("ok"));
    }

    /** How packets meet may add a turn: the least of three runs counts. */
    @Test
    @Order(5)
    void anUnchangedUpTakesOneConnectionAndTwelveRoundTripsForEachMachine() throws IOException {
        WireCount seen = WireCount.ofUnchangedUp(lab());
        for (int again = 0; again < 2; again++) {
            seen = seen.least(WireCount.ofUnchangedUp(lab()));
        }

        assertThat(seen.connections()).isEqualTo(1);
        assertThat(seen.turns()).isBetween(5, 12);
        assertThat(seen.bytes()).isBetween(10_000L, 100_000L);
        compare(seen);
    }

    /** Fails where what goes over the wire is not what it used to be. */
    void compare(WireCount unchangedUp) throws IOException {}

    /** A new one for each start of the unit. */
    private Map<LabHost, String> invocations() {
        Map<LabHost, String> invocations = new TreeMap<>(Comparator.comparing(LabHost::name));
        lab().all()
                .forEach(host ->
                        invocations.put(host, host.unit(host == lab().server() ? "k3s" : "k3s-agent", "InvocationID")));
        return invocations;
    }

    @Test
    @Order(5)
    void aCheckAndTheStatusOfACurrentClusterExitWith0() {
        JsonRun check = control().json(inventory(), "up", "--check");
        assertThat(check.exitCode()).as("%s", check).isZero();
        assertThat(check.count("wouldChange")).isZero();

        CommandRun status = control().run(inventory(), "status");
        assertThat(status.exitCode()).as("%s", status).isZero();
        assertThat(status.out()).contains(lab().names().toList());
    }

    @Test
    @Order(5)
    void theKubeconfigIsMergedIntoAnExistingOneOnce() throws IOException {
        Path shared = control().work().resolve("shared");
        Files.writeString(shared, "apiVersion: v1\nkind: Config\ncurrent-context: mine # kept\n");

        CommandRun first = control().run(inventory(), "kubeconfig", "--merge", shared.toString());
        String once = Files.readString(shared);
        CommandRun second = control().run(inventory(), "kubeconfig", "--merge", shared.toString());

        assertThat(first.exitCode()).as("%s", first).isZero();
        assertThat(first.out()).contains("Merged context it into " + shared);
        assertThat(once)
                .contains(
                        "current-context: mine # kept",
                        "https://" + lab().server().address() + ":6443");
        assertThat(second.out()).contains("has context it already");
        assertThat(shared).hasContent(once);
    }

    @Test
    @Order(6)
    void downTakesAgentsFirstAndLeavesNothing() {
        JsonRun down = control().json(inventory(), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        List<String> changed = down.tasks("changed");
        assertThat(changed.subList(0, 2)).containsExactlyInAnyOrder("agent-1: Remove K3S", "agent-2: Remove K3S");
        assertThat(changed.subList(2, changed.size()))
                .containsExactly("server: Remove K3S", "server: Remove the kubeconfig");
        assertThat(control().kubeconfig()).doesNotExist();
        assertLikeFresh();
    }

    private void assertLikeFresh() {
        assertThat(fresh.size()).as("things looked at").isGreaterThan(5000);
        assertThat(fresh.lastingDifferencesTo(states()))
                .allMatch(line -> KEPT.matcher(line).matches());
    }

    @Test
    @Order(7)
    void downAgainHasNothingToDo() {
        JsonRun down = control().json(inventory(), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(down.count("changed")).isZero();
    }

    @Test
    @Order(8)
    void upAgainWorks() {
        JsonRun up = control().json(inventory(), "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(control().kubeconfig()).exists();
        assertThat(control().run(inventory(), "status").exitCode()).isZero();
    }
}
