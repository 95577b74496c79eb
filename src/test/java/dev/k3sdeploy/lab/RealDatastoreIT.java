package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two servers with real K3S and a real PostgreSQL, which lets nobody in without TLS and a certificate of its authority:
 * needs a Debian mirror.
 */
@Tag("real-k3s")
@EnabledIfEnvironmentVariable(named = RealK3s.VARIABLE, matches = ".+", disabledReason = "it names no real K3S")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealDatastoreIT {
    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server-1", "server-2", "database");

    private static final String POSTGRESQL = """
            set -e
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql openssl >/dev/null
            mkdir -p /tls; cd /tls
            openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=ca -keyout ca.key -out ca.pem
            for who in server kine; do
              openssl req -newkey rsa:2048 -nodes -subj /CN=$who -keyout $who.key -out $who.csr
              echo subjectAltName=IP:@address >names
              openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out $who.pem
            done
            chown postgres server.key; chmod 600 server.key
            cd /etc/postgresql/*/main
            cat >conf.d/tls.conf <<'EOF'
            listen_addresses = '*'
            ssl = on
            ssl_ca_file = '/tls/ca.pem'
            ssl_cert_file = '/tls/server.pem'
            ssl_key_file = '/tls/server.key'
            EOF
            printf 'local all postgres peer\\nhostssl kine kine all scram-sha-256 clientcert=verify-full\\n' >pg_hba.conf
            systemctl restart postgresql
            su postgres -c "psql -qc \\"create role kine login password 'precious'\\" -c 'create database kine owner kine'"
            """;

    private static LabHost database() {
        return LAB.all().get(2);
    }

    private static LabInventory inventory() {
        return RealK3s.inventory(LAB)
                .without(database())
                .withServer(LAB.all().get(1))
                .with("k3s_token", "a-token-of-our-own")
                .with(
                        "k3s_datastore_endpoint",
                        "postgres://kine:precious@" + database().address() + ":5432/kine")
                .with("k3s_datastore_cafile", "ca.pem")
                .with("k3s_datastore_certfile", "kine.pem")
                .with("k3s_datastore_keyfile", "kine.key");
    }

    private static JsonRun run(String... words) {
        JsonRun run = RealK3s.control(LAB, RealK3s.VARIABLE).json(inventory(), words);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    @BeforeAll
    static void thereIsADatabase() throws IOException {
        database().sh(POSTGRESQL.replace("@address", database().address()));
        for (String file : new String[] {"ca.pem", "kine.pem", "kine.key"}) {
            Files.writeString(LAB.control().work().resolve(file), database().sh("cat /tls/" + file) + "\n");
        }
    }

    @Test
    @Order(1)
    void bothServersShareTheDatabaseByTheirCertificates() {
        JsonRun up = run("up");

        assertThat(up.command().out()).doesNotContain("precious", "a-token-of-our-own", "PRIVATE KEY");
        assertThat(LAB.all()
                        .get(1)
                        .sh("/usr/local/bin/k3s kubectl get nodes --no-headers")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains(" Ready "));
        assertThat(database()
                        .sh("su postgres -c \"psql -tAc 'select distinct client_addr, client_dn from pg_stat_ssl"
                                + " join pg_stat_activity using (pid) where ssl and client_dn is not null'\""))
                .contains(LAB.server().address() + "|/CN=kine", LAB.all().get(1).address() + "|/CN=kine");
        assertThat(LAB.all()).noneMatch(host -> host.holds("[ -e /var/lib/rancher/k3s/server/db/etcd ]"));
        assertThat(run("up").tasks("changed")).isEmpty();
    }

    @Test
    @Order(2)
    void downLeavesTheDatabaseAlone() {
        run("down", "--yes");

        Remains.none(LAB.all().subList(0, 2));
        assertThat(database().sh("su postgres -c \"psql -tAc 'select count(*) > 100 from kine' kine\""))
                .isEqualTo("t");
    }
}
