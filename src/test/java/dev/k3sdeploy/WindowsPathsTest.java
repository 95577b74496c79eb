package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control machine's folders where paths have drives and backslashes; and texts with Windows' line ends. */
class WindowsPathsTest {
    @Test
    void theControlMachinesFoldersAreBelowTheUsersProfile() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
            ControlMachine here =
                    new ControlMachine(files.getPath("C:\\course"), files.getPath("C:\\Users\\Zoë"), "Zoë", Map.of());

            assertThat(here.knownHosts())
                    .isEqualTo(files.getPath("C:\\Users\\Zoë\\.local\\share\\k3sdeploy\\known_hosts"));
            assertThat(here.path("~\\keys\\id")).isEqualTo(files.getPath("C:\\Users\\Zoë\\keys\\id"));
            assertThat(here.path("~/keys/id")).isEqualTo(files.getPath("C:\\Users\\Zoë\\keys\\id"));
            assertThat(here.path("..\\other")).isEqualTo(files.getPath("C:\\other"));
            assertThat(here.path("D:\\lab")).isEqualTo(files.getPath("D:\\lab"));
        }
    }

    @Test
    void initWritesIntoAFolderOfWindows() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
            VagrantCluster cluster = new VagrantCluster(2, "virtualbox", "192.168.50");

            assertThat(cluster.write(files.getPath("C:\\course"), false)).hasSize(2);
            assertThat(cluster.write(files.getPath("C:\\course"), false)).isEmpty();
            assertThat(Files.readString(files.getPath("C:\\course\\Vagrantfile")))
                    .doesNotContain("\r");
        }
    }

    @Test
    void anInventoryItsVariablesAndItsFilesAreReadFromFoldersOfWindows() throws IOException {
        Configuration windows =
                Configuration.windows().toBuilder().setRoots("C:\\", "D:\\").build();
        try (FileSystem files = Jimfs.newFileSystem(windows)) {
            Path course = files.getPath("C:\\course");
            write(course.resolve("lab\\hosts.yml"), "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}\n");
            write(course.resolve("lab\\group_vars\\all\\k3s.yml"), """
                    k3s_manifests: [manifests]
                    k3s_output_dir: ..\\out
                    k3s_registries: {configs: {reg.example: {tls: {ca_file: 'D:\\certs\\ca.pem'}}}}
                    """);
            write(course.resolve("manifests\\deep\\app.yaml"), "kind: A\r\n");
            write(files.getPath("D:\\certs\\ca.pem"), "PEM\n");
            ControlMachine here = new ControlMachine(course, files.getPath("C:\\Users\\Zoë"), "Zoë", Map.of());

            Inventory inventory = Inventory.load(
                    List.of("lab\\hosts.yml"),
                    List.of(),
                    new InventoryOptions(course, files.getPath("C:\\Users\\Zoë"), Map.of(), List.of()));
            Plan plan = new PlanReader(inventory, here, ClusterOptions.DEFAULTS).read();

            assertThat(plan.cluster().kubeconfig()).isEqualTo(files.getPath("C:\\out\\k3s.yaml"));
            assertThat(plan.cluster().firstServer().settings().manifests()).containsOnlyKeys("deep-app.yaml");
            assertThat(plan.cluster()
                            .firstServer()
                            .settings()
                            .registries()
                            .orElseThrow()
                            .files())
                    .containsValue("PEM\n");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    @Test
    void anInventoryWithWindowsLineEndsIsReadTheSame(@TempDir Path folder) {
        String ini = "[k3s_master]\r\none ansible_host=10.1.1.1\r\n[k3s_agent]\r\ntwo ansible_host=10.1.1.2\r\n";
        String yaml = """
                k3s_master:
                  hosts:
                    one: {ansible_host: 10.1.1.1}
                k3s_agent:
                  hosts:
                    two: {ansible_host: 10.1.1.2}
                """.replace("\n", "\r\n");

        Site site = new Site(folder).file("hosts", ini).file("hosts.yml", yaml);

        for (String name : List.of("hosts", "hosts.yml")) {
            Inventory inventory =
                    Inventory.load(List.of(name), List.of(), new InventoryOptions(folder, folder, Map.of(), List.of()));
            assertThat(new PlanReader(inventory, site.here(), ClusterOptions.DEFAULTS)
                            .read()
                            .connections()
                            .values())
                    .extracting(HostConnection::address)
                    .containsExactly("10.1.1.1", "10.1.1.2");
        }
    }
}
