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
