package dev.k3sdeploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.preflight.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom pods ask for names outside of the cluster. */
class PodNameserverTest {
    private static Finding of(MachineFacts facts) {
        return MachineFacts.finding("nameserver", Role.SERVER, facts, MachineFacts.agent());
    }

    private static Finding with(String servers) {
        return of(MachineFacts.server().set("nameservers /etc/resolv.conf " + servers));
    }

    @Test
    void whereSystemdResolvedHasWrittenTheRealOnesTheseAreAsked() {
        assertThat(of(MachineFacts.server()).level()).isEqualTo(Level.OK);
        assertThat(of(MachineFacts.server()).reason()).contains("pods ask 10.0.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.2.3 127.0.0.11", "::1", "fe80::1%eth0", "fe80::1", "0.0.0.0", "10.0.2"})
    void oneThatPodsCannotReachIsEnoughForK3sToTakeAnother(String servers) {
        Finding finding = with(servers);

        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.reason())
                .contains("names " + servers.replace("10.0.2.3 ", "") + ", which pods cannot reach", "8.8.8.8");
        assertThat(finding.hint()).contains("k3s_config: {resolv-conf: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.2.3", "192.168.1.1 2001:db8::53", "8.8.8.8"})
    void thoseThatPodsReachAreAsked(String servers) {
        assertThat(with(servers).reason()).contains("pods ask " + servers.replace(" ", ", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--resolv-conf=/etc/other", "--kubelet-arg=resolv-conf=/etc/other"})
    void whoHasChosenIsNotWarned(String flag) {
        MachineFacts facts = MachineFacts.server().flags(flag).set("nameservers /etc/resolv.conf 127.0.0.1");

        assertThat(of(facts).level()).isEqualTo(Level.OK);
    }

    @Test
    void aMachineWithoutServersAndOneThatTellsNothing() {
        assertThat(with("").reason()).contains("ask nobody");
        assertThat(of(MachineFacts.server().without("nameservers")).reason()).contains("does not tell");
    }
}
