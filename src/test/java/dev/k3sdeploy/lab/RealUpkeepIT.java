package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.artifact.K3sVersion;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots, and one server that becomes three, with real K3S. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
class RealUpkeepIT extends UpkeepContract {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3", "agent");

    @Override
    LabHosts lab() {
        return LAB;
    }

    @Override
    ControlSide control() {
        return RealK3s.control(LAB, RealK3s.VARIABLE);
    }

    @Override
    LabInventory small() {
        return RealK3s.inventory(LAB);
    }

    /** In the middle of what K3S itself does. */
    @Override
    String moment() {
        return "Restore the first server";
    }

    @Override
    boolean keepsItsAuthorities() {
        return version().compareTo(K3sVersion.parse("v1.22.0+k3s1")) >= 0;
    }

    /** A K3S that does not take SQLite over is kept from losing it; then the three begin anew. */
    @Test
    @Order(2)
    void theStateOfOneServerIsThereWhenThereAreThreeOrTheyAreRefused() {
        if (version().compareTo(K3sVersion.parse("v1.22.2+k3s1")) >= 0) {
            run(inventory(), "up");
            assertThat(noted()).isEqualTo("first");
        } else {
            JsonRun up = control().json(inventory(), "up");
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.problems()).contains("does not take that over into etcd: it would start empty");
            assertThat(noted()).isEqualTo("first");
            run(alone(), "down", "--yes");
            run(inventory(), "up");
        }
        assertAllReady(4);
    }

    private K3sVersion version() {
        return K3sVersion.parse(host(0).sh("/usr/local/bin/k3s --version | cut -d ' ' -f 3 | head -n 1"));
    }

    @Test
    @Order(7)
    void certificatesAreRotatedByAK3sThatCan() {
        String certificate = "sha256sum /var/lib/rancher/k3s/server/tls/client-admin.crt";
        String before = host(0).sh(certificate);
        boolean can = host(0).holds("/usr/local/bin/k3s certificate rotate --help");

        JsonRun rotate = control().json(inventory(), "certs", "rotate", "--yes");

        if (can) {
            assertThat(rotate.exitCode()).as("%s", rotate).isZero();
            assertThat(host(0).sh(certificate)).isNotEqualTo(before);
        } else {
            assertThat(rotate.problems()).contains("has no `k3s certificate rotate`");
            assertThat(host(0).sh(certificate)).isEqualTo(before);
        }
        assertAllReady(4);
    }
}
