package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines and machines that are worse than they should be. */
@Tag("long")
class FaultsIT {
    /** Each tenth packet of either direction is dropped, without a word. */
    private static final String LOSSY = """
            for chain in INPUT OUTPUT; do
              iptables -I $chain -p tcp -m statistic --mode random --probability 0.1 -j DROP
            done
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    private final Healing healing = new Healing(LAB);

    @AfterEach
    void machinesAreFreshAgain() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    private static LabHost agent() {
        return LAB.agents().get(0);
    }

    private void heals(LabInventory inventory, String after) {
        healing.byTheNextUp(LAB.control(), inventory, LAB.all(), after);
    }

    @Test
    void aTenthOfAllPacketsIsLost() {
        LAB.all().forEach(host -> host.sh(LOSSY));
        try {
            JsonRun up = LAB.control().json(LAB.inventory(), "up");
            assertThat(up.exitCode()).as("%s", up).isZero();
            assertThat(agent().sh("iptables -nvxL INPUT | awk '/statistic/ { print $1 }'"))
                    .as("packets dropped")
                    .isNotEqualTo("0");
        } finally {
            LAB.all().forEach(host -> host.sh(LOSSY.replace("-I", "-D")));
        }
        heals(LAB.inventory(), "a tenth of all packets was lost");
    }

    /** As by an update of OpenSSH: new connections are for another sshd, those that are there go on. */
    @Test
    void sshdIsRestartedInTheMiddleOfARun() throws InterruptedException {
        try (CommandProcess up = LAB.control().start(LAB.inventory(), "up")) {
            up.awaitText("Install /usr/local/bin/k3s");
            for (int times = 0; times < 3; times++) {
                LAB.atOnce(host -> host.sh("systemctl reset-failed ssh; systemctl restart ssh"));
            }
            assertThat(up.exitCode()).as("%s", up.text()).isZero();
        }
        heals(LAB.inventory(), "sshd was restarted");
    }

    @Test
    void packetsOf576BytesAtMost() {
        LAB.all().forEach(host -> host.sh("ip link set eth0 mtu 576"));
        try {
            heals(LAB.inventory(), "packets of 576 bytes at most");
        } finally {
            LAB.all().forEach(host -> host.sh("ip link set eth0 mtu 1500"));
        }
    }

    @Test
    void aFileThatEvenRootMayNotChange() {
        heals(LAB.inventory(), "nothing");
        String config = "/etc/rancher/k3s/config.yaml";
        LabInventory changed = LAB.inventory().with(agent(), "k3s_installer_opts", "--node-label=a=b");
        agent().sh("chattr +i " + config);
        try {
            JsonRun up = LAB.control().json(changed, "up");
            assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
            assertThat(up.tasks("failed")).containsExactly("agent: Write " + config);
            assertThat(up.problems()).contains("Operation not permitted", config, "chattr -i");
            JsonRun down = LAB.control().json(changed, "down", "--yes");
            assertThat(down.exitCode()).as("%s", down).isEqualTo(1);
            assertThat(down.problems()).contains("Operation not permitted");
        } finally {
            agent().sh("chattr -i " + config);
        }
        heals(changed, "an immutable file");
    }

    /** As a DHCP server does it, to both of them. */
    @Test
    void theMachinesHaveOtherAddressesThanBefore() {
        heals(LAB.inventory(), "nothing");
        LabInventory later = LAB.inventory();
        LAB.all().forEach(host -> later.with(host, "ansible_host", moved(host)));

        JsonRun before = LAB.control().json(LAB.inventory(), "up");
        assertThat(before.exitCode()).as("%s", before).isEqualTo(4);
        assertThat(before.problems()).contains(agent().address());
        try {
            heals(later, "other addresses");
            assertThat(LAB.server().sh("/usr/local/bin/k3s kubectl get nodes -o wide --no-headers"))
                    .contains(LAB.all().stream().map(FaultsIT::later).toList());
        } finally {
            assertThat(LAB.control().run(later, "down", "--yes").exitCode()).isZero();
            LAB.all().forEach(FaultsIT::back);
        }
    }

    private static String later(LabHost host) {
        return host.address().replaceFirst("\\d+$", "") + (host == LAB.server() ? 231 : 232);
    }

    private static String moved(LabHost host) {
        move(host, host.address(), later(host));
        return later(host);
    }

    private static void back(LabHost host) {
        move(host, later(host), host.address());
    }

    private static void move(LabHost host, String from, String to) {
        host.sh("""
                route=$(ip route show default)
                bits=$(ip -o -4 address show eth0 | sed 's,.*inet [^/]*/\\([0-9]*\\).*,\\1,')
                ip address del @from/$bits dev eth0
                ip address add @to/$bits dev eth0
                ip route replace $route
                """.replace("@from", from).replace("@to", to));
    }
}
