package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Machines that have no route but to their neighbours, from a control machine whose every way to the network is closed:
 * what is installed comes from a folder alone. K3S wants a default route, and gets one that leads nowhere.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AirgapIT {
    private static final String IMAGES = "/var/lib/rancher/k3s/agent/images";
    private static final String ARCHIVE = "k3s-airgap-images-amd64.tar";

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    @BeforeAll
    static void nobodyHasAWayOut() throws IOException {
        LAB.atOnce(host -> host.sh("ip link add nowhere type dummy; ip link set nowhere up; "
                + "ip route replace default dev nowhere; ! ping -c 1 -W 1 1.1.1.1; "
                + "iptables -A OUTPUT -o nowhere -j REJECT"));
        release("first", "v1.32.7+k3s2", "images of the first");
        release("second", "v1.33.5+k3s1", "images of the second");
    }

    /** A folder as `artifacts download` makes it. */
    private static void release(String name, String version, String images) throws IOException {
        Path folder = Files.createDirectories(LAB.control().work().resolve(name));
        Files.writeString(folder.resolve("version.txt"), version + "\n");
        Files.writeString(
                folder.resolve("k3s"),
                Files.readString(Lab.simulator())
                        .replaceFirst("(?m)^VERSION = \".*\"", "VERSION = \"" + version + "\""));
        Files.writeString(folder.resolve(ARCHIVE), images.repeat(10_000));
        Files.writeString(
                folder.resolve("sha256sum-amd64.txt"),
                LocalProgram.run("sh", "-c", "cd '" + folder + "' && sha256sum k3s " + ARCHIVE));
    }

    /** A proxy that nobody listens at: a request that went out would fail the run. */
    private static ControlSide control() {
        return LAB.control()
                .with("K3SDEPLOY_K3S", "")
                .with("HTTPS_PROXY", "http://127.0.0.1:9")
                .with("HTTP_PROXY", "http://127.0.0.1:9");
    }

    private static LabInventory inventory(String folder) {
        return LAB.inventory().with("k3s_airgap_dir", folder).with("k3s_packages", List.of("iproute2", "jq"));
    }

    private static JsonRun up(String folder) {
        JsonRun up = control().json(inventory(folder), "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        return up;
    }

    @Test
    @Order(1)
    void everythingComesFromTheFolderAndTheSecondRunChangesNothing() {
        JsonRun up = up("first");

        assertThat(up.tasks("changed"))
                .contains("server: Bring the archives of images", "agent-1: Bring the archives of images");
        assertThat(LAB.server().sh("/usr/local/bin/k3s --version")).contains("v1.32.7+k3s2");
        assertThat(LAB.agents().get(0).sh("head -c 19 " + IMAGES + "/" + ARCHIVE))
                .isEqualTo("images of the first");
        assertThat(up("first").tasks("changed")).isEmpty();
    }

    @Test
    @Order(2)
    void aMissingPackageIsToldAndAptIsNotAsked() {
        JsonRun check = control().json(inventory("first"), "check");

        assertThat(check.command().out())
                .contains("no network is asked for them: jq")
                .doesNotContain("them: iproute2");
        assertThat(LAB.server().holds("command -v jq")).isFalse();
        assertThat(LAB.server().holds("ls /var/cache/apt/archives/*.deb")).isFalse();
    }

    @Test
    @Order(3)
    void anUpgradeBringsItsOwnImagesAndIsTakenUpAfterEachKill() throws Exception {
        try (CommandProcess pushing = control().start(inventory("second"), "up")) {
            pushing.awaitText("Bring the archives of images – ");
            pushing.process().destroyForcibly().waitFor();
        }
        try (CommandProcess rolling = control().start(inventory("second"), "up")) {
            LAB.server().sh("timeout 60 sh -c 'until [ -e /var/lib/k3sdeploy/rolling ]; do sleep 0.05; done'");
            rolling.process().destroyForcibly().waitFor();
        }

        up("second");

        assertThat(LAB.all()).allSatisfy(host -> {
            assertThat(host.sh("/usr/local/bin/k3s --version")).contains("v1.33.5+k3s1");
            assertThat(host.sh("ls " + IMAGES)).isEqualTo(ARCHIVE);
            assertThat(host.sh("head -c 20 " + IMAGES + "/" + ARCHIVE)).isEqualTo("images of the second");
        });
        assertThat(LAB.server()
                        .sh("/usr/local/bin/k3s kubectl get nodes --no-headers")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains("v1.33.5+k3s1") && !line.contains("SchedulingDisabled"));
        assertThat(up("second").tasks("changed")).isEmpty();
    }

    @Test
    @Order(4)
    void downLeavesNothingTheImagesNeither() {
        CommandRun down = control().run(inventory("second"), "down", "--yes");

        assertThat(down.exitCode()).as("%s", down).isZero();
        Remains.none(LAB.all());
    }
}
