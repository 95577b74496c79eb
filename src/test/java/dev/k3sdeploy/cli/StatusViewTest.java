package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k3sdeploy.Status;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.ClusterNode;
import dev.k3sdeploy.k3s.EtcdSeat;
import dev.k3sdeploy.k3s.MachineStatus;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.UnreachableException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster's state, for people and for programs. */
class StatusViewTest {
    private static final Target ONE = new Target("vagrantbox-1");
    private static final Target TWO = new Target("two");
    private static final ClusterNode SERVER = new ClusterNode(
            "vagrantbox-1",
            "192.168.50.201",
            true,
            "v1.33.5+k3s1",
            List.of("control-plane", "master"),
            false,
            false,
            "",
            "",
            false,
            EtcdSeat.NONE);
    private static final ClusterNode AGENT = new ClusterNode(
            "two", "192.168.50.202", false, "v1.33.5+k3s1", List.of(), false, false, "", "", false, EtcdSeat.NONE);

    private final MadeUpRun run = new MadeUpRun();

    @Test
    void machinesAndNodesAreTwoTables() {
        text(status(List.of(SERVER, AGENT), ""));

        assertThat(run.out.toString()).isEqualTo("""
                Cluster lab
                MACHINE        ROLE     UNIT               K3S
                vagrantbox-1   server   active (running)   v1.33.5+k3s1
                two            agent    not installed

                NODE           STATUS     ROLES                  INTERNAL-IP      VERSION
                vagrantbox-1   Ready      control-plane,master   192.168.50.201   v1.33.5+k3s1
                two            NotReady   <none>                 192.168.50.202   v1.33.5+k3s1
                """);
    }

    @Test
    void aMachineThatDoesNotAnswerIsSaidWithTheReason() {
        Map<Target, Survey.Answer<MachineStatus>> machines = machines();
        machines.put(TWO, new Survey.Answer<>(null, new UnreachableException("No SSH server at 10.1.1.2", "Start it")));

        text(new Status("lab", machines, List.of(), "connection refused", List.of(), Path.of("/k3s.yaml")));

        assertThat(run.out.toString())
                .contains("two            ?        unreachable        ?\n")
                .contains("    No SSH server at 10.1.1.2\n    Start it\n")
                .endsWith("\nThe API does not answer: connection refused\n");
    }

    @Test
    void theSimulatorIsSaidLoudly() {
        ClusterNode played =
                new ClusterNode("one", "1.1.1.1", true, "v1", List.of(), true, false, "", "", false, EtcdSeat.NONE);

        text(status(List.of(played), ""));

        assertThat(run.out.toString()).contains("SIMULATED: the lab's simulator stands in for K3S here\n");
    }

    @Test
    void asJsonItIsOneObject() throws Exception {
        new StatusView(run.terminal(true)).json(status(List.of(SERVER), ""));

        assertThat(run.out.toString().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out.toString());
        assertThat(json.path("type").asText()).isEqualTo("status");
        assertThat(json.path("healthy").asBoolean(true)).isFalse();
        assertThat(json.path("machines").path("vagrantbox-1").path("unit").asText())
                .isEqualTo("active (running)");
        assertThat(json.path("nodes").path(0).path("ip").asText()).isEqualTo("192.168.50.201");
        assertThat(json.path("nodes").path(0).path("ready").asBoolean()).isTrue();
        assertThat(json.path("kubeconfig").asText()).isEqualTo("/k3s.yaml");
    }

    @Test
    void healthyMeansThatEveryMachineIsAReadyNode() {
        ClusterNode ready = new ClusterNode(
                "two", "192.168.50.202", true, "v1.33.5+k3s1", List.of(), false, false, "", "", false, EtcdSeat.NONE);

        assertThat(status(List.of(SERVER, ready), "").healthy()).isTrue();
        assertThat(status(List.of(SERVER, AGENT), "").healthy()).isFalse();
        assertThat(status(List.of(SERVER), "").healthy()).isFalse();
        assertThat(status(List.of(SERVER, ready), "refused").healthy()).isFalse();
        Map<Target, Survey.Answer<MachineStatus>> lost = machines();
        lost.put(TWO, new Survey.Answer<>(null, new UnreachableException("", "")));
        assertThat(new Status("lab", lost, List.of(SERVER, ready), "", List.of(), Path.of("/x")).healthy())
                .isFalse();
    }

    private void text(Status status) {
        new StatusView(run.terminal(false)).text(status);
    }

    private static Status status(List<ClusterNode> nodes, String error) {
        return new Status("lab", machines(), nodes, error, List.of(), Path.of("/k3s.yaml"));
    }

    private static Map<Target, Survey.Answer<MachineStatus>> machines() {
        Map<Target, Survey.Answer<MachineStatus>> machines = new LinkedHashMap<>();
        machines.put(
                ONE,
                new Survey.Answer<>(
                        new MachineStatus(Role.SERVER, "active (running)", "v1.33.5+k3s1", false, List.of()), null));
        machines.put(
                TWO, new Survey.Answer<>(new MachineStatus(Role.AGENT, "not installed", "", false, List.of()), null));
        return machines;
    }
}
