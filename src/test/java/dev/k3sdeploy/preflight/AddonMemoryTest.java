package dev.k3sdeploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import org.junit.jupiter.api.Test;

/** What add-ons ask for, against two machines' memory. */
class AddonMemoryTest {
    private static final MachineFacts AGENT = MachineFacts.agent().set("memory-kb 2000000");

    private static Finding finding(MachineFacts server) {
        return MachineFacts.finding("addons", Role.SERVER, server.set("memory-kb 2000000"), AGENT);
    }

    @Test
    void whatFitsIsWell() {
        assertThat(finding(MachineFacts.server().addons("whoami", "geoserver"))).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.OK);
            assertThat(finding.reason())
                    .isEqualTo(
                            "geoserver, whoami ask for 1.1 GB of memory, and the nodes have about 2.4 GB beside K3S");
        });
    }

    @Test
    void whatDoesNotFitIsAFailure() {
        Finding finding = finding(MachineFacts.server().addons("cnpg", "geoserver", "longhorn"));

        assertThat(finding.level()).isEqualTo(Finding.Level.FAILURE);
        assertThat(finding.reason()).contains("ask for 3.6 GB", "about 2.4 GB");
        assertThat(finding.hint()).contains("k3s_addons");
    }

    @Test
    void aManifestOfTheUsersIsNoneOfThem() {
        assertThat(finding(MachineFacts.server().addons("mine")).reason()).isEqualTo("none are installed from here");
    }
}
