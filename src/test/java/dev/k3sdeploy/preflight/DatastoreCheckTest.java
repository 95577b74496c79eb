package dev.k3sdeploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster in SQLite becomes one of several servers only with a K3S that takes its data over. */
class DatastoreCheckTest {
    private static final MachineFacts SQLITE = MachineFacts.server().add("datastore sqlite");

    @Test
    void anOldK3sWouldStartWithAnEmptyEtcdBesideTheData() {
        Finding finding = server(SQLITE, 3, "v1.21.2+k3s1");

        assertThat(finding.level()).isEqualTo(Finding.Level.FAILURE);
        assertThat(finding.reason()).contains("K3S v1.21.2+k3s1", "would start empty");
        assertThat(finding.hint()).contains("v1.22.2+k3s1");
    }

    @Test
    void theSameHoldsForAFlagOfTheUsers() {
        MachineFacts flagged = MachineFacts.server().add("datastore sqlite").flags("--cluster-init");

        assertThat(server(flagged, 1, "v1.22.1+k3s1").level()).isEqualTo(Finding.Level.FAILURE);
        assertThat(server(SQLITE, 1, "v1.21.2+k3s1").level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void aNewerK3sTakesTheDataOver() {
        assertThat(server(SQLITE, 3, "v1.22.2+k3s1").level()).isEqualTo(Finding.Level.OK);
        assertThat(server(SQLITE, 3, "v1.33.5+k3s1").reason()).isEqualTo("SQLite, which K3S takes over into etcd");
    }

    @Test
    void etcdAndNoDataAtAllAreFine() {
        assertThat(server(MachineFacts.server().add("datastore etcd"), 3, "v1.21.2+k3s1")
                        .level())
                .isEqualTo(Finding.Level.OK);
        assertThat(server(MachineFacts.server(), 3, "v1.21.2+k3s1").level()).isEqualTo(Finding.Level.OK);
    }

    private static Finding server(MachineFacts server, int servers, String wanted) {
        return MachineFacts.finding("datastore", Role.SERVER, List.of(server, MachineFacts.agent()), servers, wanted);
    }
}
