package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import dev.k3sdeploy.k3s.Nameservers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The lab as a user has it: inventory/lab.yml, whose machines the product makes and removes by itself. Only the addresses
 * and the cluster's name are others, so that a user's own lab on this machine is left alone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LabCommandContract {
    private final String engine;
    private final String cluster;
    private final String network;
    private ControlSide control = ControlSide.NONE;

    /**
     * The lab of one engine.
     *
     * @param cluster a name that no other test has
     * @param network the first three numbers of addresses that no other test has, as {@code 172.30.177}
     */
    LabCommandContract(String engine, String cluster, String network) {
        this.engine = engine;
        this.cluster = cluster;
        this.network = network;
    }

    @BeforeAll
    void thereIsALab() throws IOException {
        Lab.requireProgram(engine);
        // Nobody listens on port 1: the release cannot be reached, on a machine with a network too.
        control = ControlSide.create().with("K3SDEPLOY_K3S", "").with("PATH", System.getenv("PATH"));
        String lab = Files.readString(Lab.repository().resolve("inventory/lab.yml"));
        assertThat(lab).contains("172.30.50.", "machines: containers", "k3s_simulator: when-unreachable");
        String ours = String.join(
                "\n    ",
                "    machines: containers",
                "machines_engine: " + engine,
                "k3s_cluster_name: " + cluster,
                "k3s_packages: []",
                "k3s_channel_url: http://127.0.0.1:1/channels",
                "k3s_release_url: http://127.0.0.1:1/download");
        Files.writeString(
                control.work().resolve("lab.yml"),
                lab.replace("172.30.50.", network + ".").replace("    machines: containers", ours));
    }

    @AfterAll
    void nothingIsLeft() {
        if (!control.equals(ControlSide.NONE)) {
            run("down", "--yes", "--machines");
            control.close();
        }
    }

    private CommandRun run(String... arguments) {
        return control.run("lab.yml", arguments);
    }

    @Test
    @Order(1)
    void aCheckMakesNoMachinesAndSaysSo() {
        CommandRun check = run("up", "--check");
        assertThat(check.exitCode()).as("%s", check).isEqualTo(1);
        assertThat(check.err()).contains("do not run: lab-1 (not created), lab-2 (not created)", "k3sdeploy up");
        assertThat(containers()).isEmpty();
    }

    @Test
    @Order(2)
    void upMakesTheMachinesAndSaysLoudlyThatItSimulates() {
        CommandRun up = run("up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out()).contains("SIMULATED", "export KUBECONFIG=");
        assertThat(containers()).hasLineCount(3);

        CommandRun status = run("status");
        assertThat(status.exitCode()).as("%s", status).isZero();
        assertThat(status.out()).contains("SIMULATED", network + ".201", network + ".203");

        CommandRun verify = run("verify");
        assertThat(verify.exitCode()).as("%s", verify).isZero();
        assertThat(verify.out())
                .contains("passed       nodes-ready         all 3 nodes are Ready")
                .contains("not checked  pod                 the nodes are played by the lab's simulator")
                .contains("5 passed, 0 failed, 35 not checked")
                .contains("Nothing failed; whether these work is not known: cluster-info, ");
    }

    /** Not the engine's own, which no pod reaches: K3S would have them ask 8.8.8.8. */
    @Test
    @Order(3)
    void podsAskTheNameServersOfThisMachine() {
        List<String> ours = Nameservers.below(Path.of("/"));
        Assumptions.assumeFalse(ours.isEmpty(), "this machine names none that pods could ask");

        CommandRun exec = CommandRun.of(
                control.machine(),
                "exec",
                "-i",
                "lab.yml",
                "-l",
                "lab-1",
                "--",
                "cat /run/systemd/resolve/resolv.conf; ls /tmp");
        assertThat(exec.out()).contains(ours).doesNotContain("k3s-resolv.conf");
        assertThat(run("up", "--check").out()).doesNotContain("nameserver");
    }

    @Test
    @Order(3)
    void theSecondUpChangesNothing() {
        JsonRun up = new JsonRun(run("up", "--output=json"));
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.count("changed")).isZero();
    }

    @Test
    @Order(4)
    void aMachineThatIsMadeAnewJoinsUnderItsOldName() {
        LocalProgram.run(engine, "rm", "-f", "-v", container("lab-3"));
        CommandRun up = run("up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out()).contains("remove node lab-3 of the machine that was here before");
        assertThat(new JsonRun(run("up", "--output=json")).count("changed")).isZero();
    }

    @Test
    @Order(5)
    void aStoppedLabStartsAgainWithItsCluster() {
        CommandRun stop = run("machines", "down");
        assertThat(stop.exitCode()).as("%s", stop).isZero();
        assertThat(run("machines", "list").out()).contains("lab-1  exited (" + engine + ")");

        CommandRun up = run("up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out()).doesNotContain("Install /usr/local/bin/k3s –", "remove node");
    }

    /** The quickstart of the course's VMs; lab-1's sshd is asked with the key that it lets in. */
    @Test
    @Order(6)
    void preparedMachinesAreInPlaceTheSecondTime() {
        Path key = control.makeKey("student");
        String[] prepare = {"prepare", "--key", key + ".pub", "--hostname", "--timezone", "Europe/Paris"};

        CommandRun first = run(prepare);
        assertThat(first.exitCode()).as("%s", first).isZero();
        assertThat(CommandRun.of(
                                control.machine(),
                                "exec",
                                "-i",
                                "lab.yml",
                                "-l",
                                "lab-2",
                                "--",
                                "getent hosts lab-3 && date +%Z")
                        .out())
                .contains(network + ".203")
                .containsPattern("CES?T");
        assertThat(run("ping", "-e", "ansible_ssh_private_key_file=" + key).exitCode())
                .isZero();

        JsonRun second = new JsonRun(run(
                Stream.concat(Stream.of(prepare), Stream.of("--output=json")).toArray(String[]::new)));
        assertThat(second.count("changed")).isZero();
        assertThat(new JsonRun(run("up", "--output=json")).count("changed"))
                .as("another time zone is no other K3S")
                .isZero();
    }

    /** As a VM does; the engine starts the container again, under its address. */
    @Test
    @Order(7)
    void aMachineThatRebootsComesBack() {
        CommandRun reboot = run("reboot", "--yes", "-l", "lab-2");

        assertThat(reboot.exitCode()).as("%s", reboot).isZero();
        assertThat(reboot.out()).contains("changed: [lab-2] Reboot the machine");
        assertThat(run("machines", "list").out()).contains("lab-2  running (" + engine + ")");
        assertThat(new JsonRun(run("up", "--output=json")).count("changed")).isZero();
    }

    @Test
    @Order(8)
    void whatWasKilledWhileItMadeMachinesEndsInTheSamePlaceTheNextTime() throws Exception {
        assertThat(run("down", "--yes", "--machines").exitCode()).isZero();
        try (CommandProcess first = CommandProcess.start(control, "up", "-i", "lab.yml")) {
            first.awaitText("Creating " + container(""));
            first.signal("KILL");
        }

        CommandRun second = run("up");
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(containers()).hasLineCount(3);
        assertThat(new JsonRun(run("up", "--output=json")).count("changed")).isZero();
    }

    @Test
    @Order(9)
    void aMachineThatTheInventoryNoLongerHasIsToldAndPruned() throws IOException {
        String whole = Files.readString(control.work().resolve("lab.yml"));
        Files.writeString(
                control.work().resolve("lab.yml"), whole.replaceAll("\\n\\s+lab-3:\\n\\s+ansible_host: \\S+", ""));
        assertThat(run("machines", "list").out()).contains("lab-3  not in the inventory any more");

        CommandRun up = run("up", "--prune", "--yes");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(containers()).hasLineCount(2).doesNotContain("lab-3");
        Files.writeString(control.work().resolve("lab.yml"), whole);
    }

    @Test
    @Order(10)
    void downWithMachinesRemovesThemAndTheirNetwork() {
        CommandRun down = run("down", "--yes", "--machines");
        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(containers()).isEmpty();
        assertThat(LocalProgram.run(engine, "network", "ls", "-q", "--filter", ours()))
                .isEmpty();
        assertThat(control.kubeconfig()).doesNotExist();

        JsonRun again = new JsonRun(run("down", "--yes", "--machines", "--output=json"));
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.count("changed")).isZero();
    }

    private String containers() {
        return LocalProgram.run(engine, "ps", "-a", "--format", "{{.Names}}", "--filter", ours());
    }

    private String ours() {
        return "label=dev.k3sdeploy.cluster=" + cluster;
    }

    private String container(String machine) {
        return "k3sdeploy-" + cluster + "-" + machine;
    }
}
