package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machines of a Vagrantfile as an inventory, told by a program that prints what Vagrant prints. */
@SuppressWarnings("NullAway.Init")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for vagrant is a shell script")
class VagrantHostsTest {
    private Path folder;
    private ScriptedVagrant vagrant;

    @BeforeEach
    void folder(@TempDir Path temporary) {
        folder = temporary.resolve("course");
        vagrant = new ScriptedVagrant(folder);
    }

    private static Inventory inventory(ControlMachine here, String... sources) {
        InventoryOptions options =
                new InventoryOptions(here.workingDirectory(), here.home(), here.environment(), List.of());
        return new InventoryReader(here, List.of(), options).read(List.of(sources));
    }

    private static Plan plan(ControlMachine here, String... sources) {
        return new PlanReader(inventory(here, sources), here, ClusterOptions.DEFAULTS).read();
    }

    private static List<String> names(List<NodeSpec> nodes) {
        return nodes.stream().map(node -> node.target().name()).toList();
    }

    private ControlMachine three() {
        return vagrant.virtualbox("vagrantbox-1", "running", 2222)
                .virtualbox("vagrantbox-2", "running", 2200)
                .virtualbox("vagrantbox-3", "running", 2201)
                .here();
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).resolveSibling("."));
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theFirstMachineIsTheServerAndTheOthersAreAgents() {
        Plan plan = plan(three(), "vagrant:");

        assertThat(plan.cluster().name()).isEqualTo("course");
        assertThat(names(plan.cluster().servers())).containsExactly("vagrantbox-1");
        assertThat(names(plan.cluster().agents())).containsExactly("vagrantbox-2", "vagrantbox-3");
        HostConnection second = Objects.requireNonNull(plan.connections().get(new Target("vagrantbox-2")));
        assertThat(second.address()).isEqualTo("127.0.0.1");
        assertThat(second.endpoint().port()).isEqualTo(2200);
        assertThat(second.endpoint().user()).isEqualTo("vagrant");
        assertThat(second.endpoint().login().keyFiles())
                .contains(folder.resolve(".vagrant/machines/vagrantbox-2/virtualbox/private_key"));
    }

    @Test
    void theAddressOfTheForwardedPortIsNoNodesAddress() {
        Plan plan = plan(three(), "vagrant:");

        assertThat(plan.cluster().nodes())
                .allMatch(node -> node.behindNat() && node.address().isEmpty());
        assertThat(plan.cluster().apiAddress()).isEmpty();
    }

    @Test
    void theAddressOfVagrantsOwnNetworkIsNoNodesAddressEither() {
        ControlMachine here = vagrant.libvirt("a", "running", "192.168.121.7")
                .libvirt("b", "running", "192.168.121.8")
                .here();

        Plan plan = plan(here, "vagrant:");

        assertThat(plan.cluster().nodes())
                .allMatch(node -> node.behindNat() && node.address().isEmpty());
        assertThat(Objects.requireNonNull(plan.connections().get(new Target("b")))
                        .address())
                .isEqualTo("192.168.121.8");
    }

    @Test
    void anAddressThatTheUserGivesIsTheNodes() throws IOException {
        file("host_vars/vagrantbox-1.yml", "ansible_host: 192.168.50.201\nansible_port: 22\n");

        Plan plan = plan(three(), "vagrant:");

        assertThat(plan.cluster().firstServer().address()).contains("192.168.50.201");
        assertThat(plan.cluster().firstServer().behindNat()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "agent-0, agent-1, server-0, server-0",
        "node1, node2, node3, node1",
        "worker, k3s-master-1, db, k3s-master-1",
        "one, control-plane, two, control-plane",
        "web-server, nfs-server, box, web-server",
    })
    void aNameThatSaysServerMakesOne(String first, String second, String third, String server) {
        ControlMachine here = vagrant.virtualbox(first, "running", 2222)
                .virtualbox(second, "running", 2200)
                .virtualbox(third, "running", 2201)
                .here();

        assertThat(names(plan(here, "vagrant:").cluster().servers())).containsExactly(server);
    }

    @Test
    void aRoleVariableWinsOverTheOrder() throws IOException {
        file("host_vars/vagrantbox-3.yml", "k3s_role: server\n");

        Plan plan = plan(three(), "vagrant:");

        assertThat(names(plan.cluster().servers())).containsExactly("vagrantbox-3");
        assertThat(names(plan.cluster().agents())).containsExactly("vagrantbox-1", "vagrantbox-2");
    }

    @Test
    void theGroupsOfAnotherSourceWinOverTheOrder() throws IOException {
        file("groups.ini", "[k3s_master]\nvagrantbox-2\n[nfs_server]\nvagrantbox-1\n");

        Plan plan = plan(three(), "vagrant:", "groups.ini");

        assertThat(names(plan.cluster().servers())).containsExactly("vagrantbox-2");
        assertThat(names(plan.cluster().agents())).containsExactly("vagrantbox-1", "vagrantbox-3");
    }

    @Test
    void groupVarsBesideTheVagrantfileCount() throws IOException {
        file("group_vars/k3s_agent.yml", "k3s_node_ip: 192.168.50.9\n");

        Plan plan = plan(three(), "vagrant:");

        assertThat(plan.cluster().firstServer().nodeIp()).isEmpty();
        assertThat(plan.cluster().agents()).allMatch(agent -> agent.nodeIp().isPresent());
    }

    @Test
    void aMachineThatDoesNotRunTakesNoPartAndIsNamed() {
        ControlMachine here = vagrant.virtualbox("vagrantbox-1", "running", 2222)
                .virtualbox("vagrantbox-2", "poweroff", 0)
                .virtualbox("vagrantbox-3", "not_created", 0)
                .here();

        Inventory inventory = inventory(here, "vagrant:");

        assertThat(inventory.hosts()).extracting(host -> host.name()).containsExactly("vagrantbox-1");
        assertThat(inventory.warnings())
                .extracting(InputProblem::toString)
                .containsExactly(
                        "Vagrantfile: machine vagrantbox-2 is poweroff and takes no part (vagrant up vagrantbox-2)",
                        "Vagrantfile: machine vagrantbox-3 is not created and takes no part (vagrant up vagrantbox-3)");
    }

    @Test
    void aServerThatDoesNotRunIsNotReplacedByAnother() {
        ControlMachine here = vagrant.virtualbox("vagrantbox-1", "saved", 0)
                .virtualbox("vagrantbox-2", "running", 2200)
                .here();

        refused(
                () -> inventory(here, "vagrant:"),
                "Machine vagrantbox-1 is to be the server, and it is saved",
                "vagrant up");
    }

    @Test
    void norIsOneThatAVariableNames() throws IOException {
        file("host_vars/vagrantbox-2.yml", "k3s_role: server\n");
        ControlMachine here = vagrant.virtualbox("vagrantbox-1", "running", 2222)
                .virtualbox("vagrantbox-2", "aborted", 0)
                .here();

        refused(() -> inventory(here, "vagrant:"), "Machine vagrantbox-2 is to be the server, and it is aborted", "");
    }

    @Test
    void machinesThatAreNotCreatedAreToldWithWhatCreatesThem() {
        ControlMachine here = vagrant.virtualbox("a", "not_created", 0)
                .virtualbox("b", "not_created", 0)
                .here();

        refused(
                () -> inventory(here, "vagrant:"),
                "No machine of the Vagrantfile in " + folder + " runs: a is not created, b is not created",
                "`vagrant up` there");
    }

    @Test
    void theVagrantfileMayBeInAFolderAboveAsForVagrantItself() throws IOException {
        ControlMachine here = three();
        Files.createDirectories(folder.resolve("deep/down"));

        assertThat(plan(here, "vagrant:deep/down").cluster().nodes()).hasSize(3);
    }

    @Test
    void withoutAVagrantfileItIsSaidWhereItWasLookedFor(@TempDir Path empty) {
        ControlMachine here = new ControlMachine(empty, empty, "tester", Map.of());

        refused(() -> inventory(here, "vagrant:"), "There is no Vagrantfile in " + empty, "-i vagrant:FOLDER");
    }

    @Test
    void withoutVagrantItIsSaidThatItIsMissing() {
        ControlMachine here = new ControlMachine(folder, folder, "tester", Map.of("PATH", "/nowhere"));

        refused(() -> inventory(here, "vagrant:"), "Vagrant is not installed", "Install it");
    }

    @Test
    void whatVagrantComplainsOfIsPassedOn() {
        ControlMachine here = vagrant.failing("1700000000,,ui,error,There is a syntax error%!(VAGRANT_COMMA) alas\n"
                + "1700000000,,error-exit,Vagrant::Errors::VagrantfileLoadError,"
                + "There is a syntax error%!(VAGRANT_COMMA) alas:\\nline 3");

        refused(
                () -> inventory(here, "vagrant:"),
                "`vagrant status` failed in " + folder + ": There is a syntax error, alas:\nline 3",
                "Run it by hand");
    }

    private static void refused(ThrowingCallable call, String summary, String hint) {
        assertThatThrownBy(call).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).startsWith(summary);
            assertThat(e.hint()).contains(hint);
        });
    }
}
