package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only real K3S and its etcd can show: three servers, all of them with trouble. */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = "K3SDEPLOY_K3S", matches = ".+", disabledReason = "it names no real K3S")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealFaultsIT {
    /** The administrator's certificate in k3s.yaml as it is a year after K3S was last started. */
    private static final String EXPIRED = """
            cd /root && tls=/var/lib/rancher/k3s/server/tls
            openssl req -new -key $tls/client-admin.key -subj /O=system:masters/CN=system:admin -out admin.csr
            openssl x509 -req -in admin.csr -CA $tls/client-ca.crt -CAkey $tls/client-ca.key -CAcreateserial -days -1 \\
                -out admin.crt 2>/dev/null
            sed -i "s|client-certificate-data: .*|client-certificate-data: $(base64 -w 0 admin.crt)|" /etc/rancher/k3s/k3s.yaml
            """;

    /**
     * All that K3S would renew, as it is a year after K3S was last started: signed anew by the authority that had signed
     * it. The authorities stay.
     */
    private static final String ALL_EXPIRED = """
            cd /var/lib/rancher/k3s/server/tls
            for file in *.crt etcd/*.crt ../../agent/*.crt; do
              case $file in *-ca.crt) continue;; esac
              for ca in client-ca server-ca request-header-ca etcd/server-ca etcd/peer-ca; do
                openssl verify -partial_chain -CAfile $ca.crt "$file" >/dev/null 2>&1 || continue
                openssl x509 -x509toreq -in "$file" -signkey "${file%.crt}.key" -copy_extensions copyall 2>/dev/null |
                  openssl x509 -req -CA $ca.crt -CAkey $ca.key -set_serial 1 -days -1 -copy_extensions copyall \\
                    >/root/over.crt 2>/dev/null
                cat /root/over.crt $ca.crt >"$file"
                break
              done
            done
            """ + EXPIRED;

    private static final String OVER = """
            cd /var/lib/rancher/k3s
            for file in server/tls/*.crt server/tls/etcd/*.crt agent/*.crt; do
              openssl x509 -checkend 0 -noout -in "$file" >/dev/null || echo "$file"
            done
            """;

    private static final String THREE_ARE_READY = """
            for i in $(seq 60); do
              [ "$(k3s kubectl get nodes --no-headers | grep -c ' Ready ')" != 3 ] || exit 0
              sleep 2
            done
            exit 1
            """;

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "server-3");

    private static ControlSide control() {
        return LAB.control().with("K3SDEPLOY_K3S", System.getenv().getOrDefault("K3SDEPLOY_K3S", ""));
    }

    private static LabInventory inventory() {
        LabInventory inventory = LAB.inventory()
                .with("k3s_master_extra_opts", "--disable=traefik,coredns,servicelb,local-storage,metrics-server");
        LAB.agents().forEach(inventory::withServer);
        return inventory;
    }

    private static void heals(String after) {
        new Healing(LAB).byTheNextUp(control(), inventory(), LAB.all(), after);
    }

    @Test
    @Order(1)
    void theClusterComesUp() {
        heals("nothing");
    }

    @Test
    @Order(2)
    void anExpiredCertificateIsToldAndARestartRenewsIt() {
        LAB.server().sh(EXPIRED);

        JsonRun up = control().json(inventory().with("k3s_ready_timeout", 8), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("a certificate is not valid at the time", "`k3sdeploy restart`");
        JsonRun restart = control().json(inventory(), "restart");
        assertThat(restart.exitCode()).as("%s", restart).isZero();
        heals("an expired certificate");
    }

    /** Then no server's etcd talks to another one's that was started since: none is Ready before a majority was. */
    @Test
    @Order(3)
    void whereAllCertificatesAreOverItIsToldAndARestartRenewsThem() {
        LAB.all().forEach(server -> {
            server.sh(ALL_EXPIRED);
            assertThat(server.sh(OVER).lines())
                    .contains("server/tls/etcd/peer-server-client.crt", "agent/client-kubelet.crt")
                    .hasSizeGreaterThan(10);
        });

        JsonRun up = control().json(inventory().with("k3s_ready_timeout", 8), "up");

        assertThat(up.exitCode()).as("%s", up).isEqualTo(1);
        assertThat(up.problems()).contains("a certificate is not valid at the time", "`k3sdeploy restart`");
        JsonRun restart = control().json(inventory(), "restart");
        assertThat(restart.exitCode()).as("%s", restart).isZero();
        LAB.all().forEach(server -> assertThat(server.sh(OVER)).as("%s", server).isEmpty());
        heals("certificates that were all over");
    }

    /** Two of three servers answer nothing: told, and the third is left as it is. */
    @Test
    @Order(4)
    void aLostQuorumIsToldAndNotMadeWorse() {
        List<LabHost> others = LAB.agents();

        others.get(0)
                .frozenDuring(() -> others.get(1).frozenDuring(() -> {
                    JsonRun up = control().json(inventory(), "up");
                    assertThat(up.exitCode()).as("%s", up).isEqualTo(4);
                    assertThat(up.tasks("changed")).isEmpty();
                    assertThat(up.problems()).contains("server-2", "server-3");
                    JsonRun remove = control().json(inventory(), "node", "remove", "server-2", "--force", "--yes");
                    assertThat(remove.exitCode()).as("%s", remove).isNotZero();
                    assertThat(control().run(inventory(), "status").exitCode()).isNotZero();
                    return up;
                }));

        assertThat(LAB.server().sh("ls /var/lib/rancher/k3s/server/db/etcd/member"))
                .isNotEmpty();
        LAB.server().sh(THREE_ARE_READY);
        heals("a lost quorum");
    }
}
