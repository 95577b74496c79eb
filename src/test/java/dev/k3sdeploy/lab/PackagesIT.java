package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The distribution's packages, really installed: needs a Debian mirror. */
class PackagesIT {
    /** Takes apt's lock as apt does, and gives it back after some seconds. */
    private static final String HOLD_LOCK = """
            cat >/root/holder.py <<'EOF'
            import fcntl, time
            with open("/var/lib/dpkg/lock-frontend", "w") as lock:
                fcntl.lockf(lock, fcntl.LOCK_EX)
                open("/root/held", "w").close()
                time.sleep(15)
            EOF
            setsid nohup python3 /root/holder.py >/dev/null 2>&1 &
            until [ -e /root/held ]; do sleep 0.1; done
            """;

    /** A package whose script kills the dpkg that runs it: the database is left as by a power cut. */
    private static final String CUT_SHORT = """
            mkdir -p /root/cut/DEBIAN && cd /root/cut
            printf 'Package: cut-short\nVersion: 1\nArchitecture: all\nMaintainer: test\nDescription: test\n' >DEBIAN/control
            printf '#!/bin/sh\n[ -e /root/mended ] || kill -9 $PPID\n' >DEBIAN/postinst
            chmod 755 DEBIAN/postinst
            dpkg-deb --build /root/cut /root/cut.deb >/dev/null
            dpkg -i /root/cut.deb || true
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server");

    @Test
    void theyAreInstalledAsSoonAsNobodyHoldsAptsLockAndTheSecondRunFindsThem() {
        LabHost host = LAB.server();
        LabInventory inventory = LAB.inventory().with("k3s_packages", List.of("jq", "open-iscsi"));
        host.sh(HOLD_LOCK);

        JsonRun up = LAB.control().json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isZero();
        assertThat(up.tasks("changed")).contains("server: Install jq, open-iscsi", "server: Start service iscsid");
        assertThat(up.command().out()).contains("apt is in use by python3 (pid ");
        assertThat(host.sh("jq --version")).startsWith("jq-");
        assertThat(host.sh("systemctl is-active iscsid; systemctl is-enabled iscsid"))
                .isEqualTo("active\nenabled");

        JsonRun second = LAB.control().json(inventory, "up");
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.tasks("changed")).isEmpty();
    }

    @Test
    @Tag("long")
    void anInstallationThatWasCutShortIsToldWithTheWayOutAndNothingIsMadeWorse() {
        LabHost host = LAB.server();
        LabInventory inventory = LAB.inventory().with("k3s_packages", List.of("bc"));
        host.sh(CUT_SHORT);
        assertThat(host.sh("dpkg-query -W -f '${db:Status-Status}' cut-short")).isEqualTo("half-configured");

        JsonRun up = LAB.control().json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed")).containsExactly("server: Install bc");
        assertThat(up.problems()).contains("dpkg was interrupted", "`dpkg --configure -a` goes on with it");

        host.sh("touch /root/mended; dpkg --configure -a");
        assertHealed(inventory);
    }

    @Test
    @Tag("long")
    void aMirrorThatDoesNotAnswerIsToldAndWhatIsInstalledNeedsNone() {
        LabHost host = LAB.server();
        LabInventory inventory = LAB.inventory().with("k3s_packages", List.of("dc"));
        host.sh("mkdir /root/sources && mv /etc/apt/sources.list* /root/sources/ && rm -rf /var/lib/apt/lists/*"
                + " && echo 'deb http://127.0.0.1:9/debian bookworm main' >/etc/apt/sources.list");

        JsonRun up = LAB.control().json(inventory, "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.tasks("failed")).containsExactly("server: Install dc");
        assertThat(up.problems()).contains("127.0.0.1:9", "package mirror does not give what it should");
        assertThat(LAB.control()
                        .json(LAB.inventory().with("k3s_packages", List.of("procps")), "up")
                        .exitCode())
                .isZero();

        host.sh("rm /etc/apt/sources.list; mv /root/sources/* /etc/apt/");
        assertHealed(inventory);
    }

    private static void assertHealed(LabInventory inventory) {
        JsonRun up = LAB.control().json(inventory, "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
        JsonRun second = LAB.control().json(inventory, "up");
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.tasks("changed")).isEmpty();
    }
}
