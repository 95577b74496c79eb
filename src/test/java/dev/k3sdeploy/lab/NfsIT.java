package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The distribution's NFS server, really installed: needs a Debian mirror. exportfs, rpc.mountd, rpcbind and showmount are
 * the real ones; the kernel's own server, which a container has not, is left out of the unit.
 */
class NfsIT {
    private static final String WITHOUT_THE_KERNELS_PART = """
            cat >/etc/systemd/system/nfs-server.service <<'EOF'
            [Service]
            Type=forking
            ExecStartPre=-/usr/sbin/exportfs -r
            ExecStart=/usr/sbin/rpc.mountd
            [Install]
            WantedBy=multi-user.target
            EOF
            systemctl daemon-reload
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent-1");

    private static LabInventory inventory() {
        return withoutNfs().withGroup("nfs_server", LAB.server());
    }

    private static LabInventory withoutNfs() {
        return LAB.inventory()
                .with("k3s_packages", List.of("nfs-common"))
                .with("nfs_host", LAB.server().address().replaceFirst("\\d+$", "0/24"));
    }

    private static JsonRun run(String... words) {
        return run(inventory(), words);
    }

    private static JsonRun run(LabInventory inventory, String... words) {
        JsonRun run = LAB.control().json(inventory, words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    @Test
    void anAgentSeesTheExportWhichGoesWithItsGroupAndTheDataStays() {
        LabHost server = LAB.server();
        server.sh(WITHOUT_THE_KERNELS_PART);

        JsonRun up = run("up");

        assertThat(up.tasks("changed"))
                .contains("server: Install nfs-kernel-server", "server: Create /var/nfs-data")
                .contains("server: Export /var/nfs-data");
        assertThat(up.tasks("ok")).contains("agent-1: See /var/nfs-data of server");
        assertThat(server.sh("systemctl is-active nfs-server; systemctl is-enabled nfs-server"))
                .isEqualTo("active\nenabled");
        assertThat(LAB.agents().get(0).sh("showmount --no-headers -e " + server.address()))
                .startsWith("/var/nfs-data ");
        assertThat(run("up").tasks("changed")).isEmpty();

        server.sh("echo precious >/var/nfs-data/file");
        assertThat(run(withoutNfs(), "up").details("changed"))
                .containsExactly("server: Stop exporting by NFS: remove /etc/exports.d/k3sdeploy.exports;"
                        + " /var/nfs-data stays, with all that is in it");
        assertThat(server.sh("exportfs -s")).isEmpty();
        assertThat(run(withoutNfs(), "up").tasks("changed")).isEmpty();
        assertThat(run("up").tasks("changed")).containsExactly("server: Export /var/nfs-data");

        JsonRun down = run("down", "--yes");
        assertThat(down.tasks("changed")).contains("server: Stop exporting by NFS");
        assertThat(server.sh("exportfs -s; cat /var/nfs-data/file")).isEqualTo("precious");
        assertThat(run("down", "--yes").tasks("changed")).isEmpty();
        Remains.none(LAB.all());
    }
}
