package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.k3s.Template;
import dev.k3sdeploy.machines.HostOnlyNetworks;
import dev.k3sdeploy.machines.MachineSpec;
import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What `k3sdeploy init` writes. */
@SuppressWarnings("NullAway.Init")
class VagrantClusterTest {
    private static final VagrantCluster FOUR = new VagrantCluster(4, "virtualbox", "192.168.50");

    @TempDir
    private Path folder;

    private String vagrantfile() throws IOException {
        return Files.readString(folder.resolve("Vagrantfile"));
    }

    @Test
    void theInventoryNamesTheMachinesOfTheVagrantfile() {
        assertThat(FOUR.write(folder, false)).containsExactly("Vagrantfile", "inventory.yml");

        Inventory inventory = Inventory.load(
                List.of("inventory.yml"), List.of(), new InventoryOptions(folder, folder, Map.of(), List.of()));
        ControlMachine here = new ControlMachine(folder, folder, "tester", Map.of());
        Plan plan = new PlanReader(inventory, here, ClusterOptions.DEFAULTS).read();
        assertThat(plan.machines())
                .contains(new MachineWish.VagrantVms(
                        folder,
                        List.of(
                                new MachineSpec("vagrantbox-1", "192.168.50.201"),
                                new MachineSpec("vagrantbox-2", "192.168.50.202"),
                                new MachineSpec("vagrantbox-3", "192.168.50.203"),
                                new MachineSpec("vagrantbox-4", "192.168.50.204"))));
        assertThat(plan.cluster().servers())
                .extracting(node -> node.target())
                .containsExactly(new Target("vagrantbox-1"));
        assertThat(plan.cluster().name()).isEqualTo(folder.getFileName().toString());
    }

    @Test
    void oneMachineIsAClusterToo() throws IOException {
        new VagrantCluster(1, "virtualbox", "10.1.2").write(folder, false);

        Inventory inventory = Inventory.load(
                List.of("inventory.yml"), List.of(), new InventoryOptions(folder, folder, Map.of(), List.of()));
        assertThat(inventory.hosts()).hasSize(1);
        assertThat(vagrantfile()).contains("\"VAGRANTBOX_NUM_NODES\", \"1\"", "\"VAGRANTBOX_NETWORK\", \"10.1.2\"");
    }

    @Test
    void libvirtGetsABoxThatItHas() throws IOException {
        new VagrantCluster(2, "libvirt", "192.168.50.0/24").write(folder, false);

        assertThat(vagrantfile())
                .contains("generic/ubuntu2204", "\"VAGRANT_DEFAULT_PROVIDER\"] ||= \"libvirt\"", "\"192.168.50\"");
    }

    @Test
    void whatSomebodyElseWroteIsNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("Vagrantfile"), "mine");

        assertThatThrownBy(() -> FOUR.write(folder, false)).isInstanceOfSatisfying(K3sDeployException.class, e -> {
            assertThat(e.summary()).contains(folder + " has Vagrantfile already", "nothing was written");
            assertThat(e.hint()).contains("--force");
        });
        assertThat(vagrantfile()).isEqualTo("mine");
        assertThat(folder.resolve("inventory.yml")).doesNotExist();

        assertThat(FOUR.write(folder, true)).hasSize(2);
        assertThat(vagrantfile()).contains("vagrantbox-");
    }

    @Test
    void theSameAgainChangesNothing() {
        FOUR.write(folder, false);

        assertThat(FOUR.write(folder, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, virtualbox, 192.168.50, --nodes must be 1 to 9",
        "10, virtualbox, 192.168.50, --nodes must be 1 to 9",
        "4, vmware, 192.168.50, --provider must be virtualbox or libvirt",
        "4, libvirt, 192.168, --network must be",
        "4, libvirt, 192.168.300, --network must be",
    })
    void badWishesAreRefused(int nodes, String provider, String network, String message) {
        assertThatThrownBy(() -> new VagrantCluster(nodes, provider, network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.50", "192.168.50.0", "192.168.50.0/24"})
    void aNetworkMayBeWrittenInFull(String network) {
        assertThat(new VagrantCluster(1, "libvirt", network).address(1)).isEqualTo("192.168.50.201");
    }

    @Test
    void theNetworkThatVirtualBoxWillRefuseIsToldBeforeItDoes() {
        HostOnlyNetworks none = new HostOnlyNetworks(folder.resolve("networks.conf"));

        assertThat(FOUR.advice(none, "Linux"))
                .hasValueSatisfying(advice ->
                        assertThat(advice.toString()).contains("* 192.168.50.0/24", "/etc/vbox/networks.conf"));
        assertThat(FOUR.advice(none, "Windows 11")).isEmpty();
        assertThat(new VagrantCluster(4, "libvirt", "192.168.50").advice(none, "Linux"))
                .isEmpty();
        assertThat(new VagrantCluster(4, "virtualbox", "192.168.60").advice(none, "Mac OS X"))
                .isEmpty();
    }

    /** The course's own is the same file, so that the two cannot drift apart. */
    @Test
    void theRepositorysVagrantfileIsWhatInitWrites() throws IOException {
        String written = Template.of("Vagrantfile")
                .with("inventory", "inventory/vagrantbox.yml")
                .with("provider", "virtualbox")
                .with("box", "ubuntu/jammy64")
                .with("nodes", "4")
                .with("network", "192.168.50")
                .render();

        assertThat(Path.of("Vagrantfile")).usingCharset(StandardCharsets.UTF_8).hasContent(written);
    }
}
