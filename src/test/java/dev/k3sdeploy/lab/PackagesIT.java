package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
