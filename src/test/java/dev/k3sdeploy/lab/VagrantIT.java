package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * `k3sdeploy init && k3sdeploy up` in an empty folder, with the real vagrant: the Vagrantfile is the one that init writes,
 * and Vagrant's own user-wide Vagrantfile makes its VMs containers of the lab's image, by Vagrant's provider for Docker.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VagrantIT {
    private static final String NETWORK = "172.30.179";

    /** Two will do for each build; -Dk3sdeploy.vagrant.nodes=4 makes as many as the course has. */
    private static final int NODES = Integer.getInteger("k3sdeploy.vagrant.nodes", 2);

    private static final String LAST = "vagrantbox-" + NODES;
    private static final String AS_CONTAINERS = """
            Vagrant.configure("2") do |config|
              config.vm.provider "docker" do |docker, override|
                docker.image = "%s"
                docker.has_ssh = true
                key = File.read(File.join(Vagrant.source_root, "keys/vagrant.pub"))
                docker.env = {"K3SDEPLOY_AUTHORIZED_KEY" => key.strip}
                docker.create_args = %%w[--cap-add=ALL --cap-drop=SYS_RESOURCE --security-opt=seccomp=unconfined
                  --security-opt=apparmor=unconfined --security-opt=systempaths=unconfined --device=/dev/kmsg
                  --cgroupns=private --tmpfs=/run:exec --tmpfs=/tmp:exec]
                override.vm.box = nil
                override.vm.synced_folder ".", "/vagrant", disabled: true
              end
            end
            """;

    private static ControlSide control = ControlSide.NONE;

    @BeforeAll
    static void thereIsVagrant() throws IOException {
        Lab.requireHosts();
        Lab.requireProgram("vagrant");
        ControlSide side = ControlSide.create();
        Path home = Files.createDirectories(side.folder().resolve("vagrant"));
        Files.writeString(home.resolve("Vagrantfile"), AS_CONTAINERS.formatted(Lab.IMAGE));
        control = side.with("VAGRANT_HOME", home.toString())
                .with("VAGRANT_DEFAULT_PROVIDER", "docker")
                .with("VAGRANT_CHECKPOINT_DISABLE", "1")
                .with("PATH", System.getenv("PATH"));
    }

    @AfterAll
    static void nothingIsLeft() {
        if (!control.equals(ControlSide.NONE)) {
            if (Files.exists(control.work().resolve("inventory.yml"))) {
                type("down", "--machines", "--yes");
            }
            control.close();
        }
    }

    private static CommandRun type(String... words) {
        return CommandRun.of(control.machine(), words);
    }

    private static CommandRun up(String... words) {
        List<String> all = new ArrayList<>(List.of("up", "-e", "{\"k3s_packages\": []}"));
        all.addAll(List.of(words));
        return type(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void whatInitWritesIsAValidVagrantfile() {
        CommandRun init = type("init", "--nodes", String.valueOf(NODES), "--network", NETWORK);
        assertThat(init.exitCode()).as("%s", init).isZero();

        vagrant("VAGRANT_CHECKPOINT_DISABLE=1", "validate", "--ignore-provider");
    }

    /** As a student may type it; nothing is made. */
    @Test
    @Order(2)
    void theEnvironmentSaysHowManyVmsThereAre() {
        assertThat(vagrant("VAGRANTBOX_NUM_NODES=" + (NODES + 1), "status"))
                .contains("vagrantbox-" + (NODES + 1))
                .doesNotContain("vagrantbox-" + (NODES + 2));
    }

    /** In the folder that init wrote to, with one more variable. */
    private static String vagrant(String variable, String... words) {
        List<String> all = new ArrayList<>(List.of(
                "env",
                "-C",
                control.work().toString(),
                "VAGRANT_HOME=" + control.folder().resolve("vagrant"),
                "VAGRANT_DEFAULT_PROVIDER=docker",
                variable,
                "vagrant"));
        all.addAll(List.of(words));
        return LocalProgram.run(all.toArray(String[]::new));
    }

    @Test
    @Order(3)
    void upIsAllThatIsTyped() {
        CommandRun up = up();

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out())
                .contains(LAST + ": Machine booted and ready!", "export KUBECONFIG=", "[" + LAST + "] Start k3s-agent");
        assertThat(control.kubeconfig()).content().contains("https://" + NETWORK + ".201:6443");
    }

    @Test
    @Order(4)
    void theSecondTimeNothingChanges() {
        JsonRun up = new JsonRun(up("--output=json"));

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.count("changed")).isZero();
    }

    @Test
    @Order(5)
    void oneLogsInByName() {
        assertThat(type("machines", "list").out()).contains("vagrantbox-1  running (docker)");
        assertThat(type("ssh", "vagrantbox-2", "--", "test $(hostname) = vagrantbox-2")
                        .exitCode())
                .isZero();
        assertThat(type("ssh", "vagrantbox-2", "--", "exit", "7").exitCode()).isEqualTo(7);
    }

    @Test
    @Order(6)
    void aVmThatIsMadeAnewIsNotTakenForAnother() {
        assertThat(type("down", "--machines", "--yes", "-l", "vagrantbox-2").exitCode())
                .isZero();

        CommandRun up = type("machines", "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.out()).contains("changed: [vagrantbox-2] Run the machine – created");
        assertThat(type("ping").exitCode()).isZero();
    }

    @Test
    @Order(7)
    void downWithMachinesDestroysThem() {
        CommandRun down = type("down", "--machines", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(type("machines", "list").out()).contains("vagrantbox-1  not created", LAST + "  not created");
        assertThat(control.kubeconfig()).doesNotExist();
    }
}
