package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peers' variables one by one: what they mean here, and whose name stands in a message. */
@SuppressWarnings("NullAway.Init")
class PeerVariablesTest {
    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "v1.30.2+k3s1, v1.30.2+k3s1, stable",
        "v1.30, , v1.30",
        "latest, , latest",
        "false, , stable",
    })
    void theReleaseOfPyratLabsIsAVersionAChannelOrFalse(String written, String version, String channel) {
        Plan plan = site.plan("""
                k3s_cluster:
                  hosts: {10.3.0.1: {k3s_control_node: true}, 10.3.0.2: {k3s_role: agent}}
                  vars:
                    k3s_become: true
                    k3s_control_token: secret
                    k3s_registration_address: 10.3.0.9
                    k3s_server: {node-taint: [a=b:NoSchedule]}
                    k3s_release_version: %s
                """.formatted(written));

        assertThat(plan.release().version().map(String::valueOf).orElse(null)).isEqualTo(version);
        assertThat(plan.release().channel()).isEqualTo(channel);
        assertThat(plan.cluster().firstServer().options().yaml()).contains("node-taint: \"a=b:NoSchedule\"");
        assertThat(plan.cluster().endpoint()).contains("10.3.0.9:6443");
    }

    @Test
    void ourOwnVariablesWinOverTheirs() {
        Plan plan = site.plan("""
                k3s_master: {hosts: {10.3.0.1: }}
                all: {vars: {token: theirs, k3s_token: ours, k3s_channel: v1.33, k3s_release_version: latest}}
                """);

        assertThat(plan.cluster().firstServer().token().map(Secret::reveal)).contains("ours");
        assertThat(plan.release().channel()).isEqualTo("v1.33");
    }

    @Test
    void aMistakeInTheirVariableIsToldUnderTheirName() {
        assertThat(site.problems("""
                k3s_master: {hosts: {10.3.0.1: }}
                all:
                  vars:
                    flannel_iface: not a nic
                    server_config_yaml: "- a list"
                """))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("inv.yml:4:5: host 10.3.0.1: flannel_iface is «not a nic»"),
                        problem -> assertThat(problem)
                                .startsWith("inv.yml:5:5: host 10.3.0.1: server_config_yaml must be a mapping"));
    }

    @Test
    void aFactThatIsReallyNeededIsAProblemThatSaysSo() {
        assertThat(site.problems("""
                k3s_master: {hosts: {10.3.0.1: }}
                all:
                  vars:
                    k3s_flannel_iface: "{{ ansible_default_ipv4.interface }}"
                """))
                .containsExactly(
                        "inv.yml:4:5: host 10.3.0.1, variable k3s_flannel_iface: «ansible_default_ipv4» is a fact"
                                + " of the machine, and k3sdeploy gathers no facts (write the value, or"
                                + " {{ ansible_default_ipv4 | default('…') }})");
    }

    @Test
    void aTemplateThatNobodyReadsMayAskForWhatIsNotThere() {
        assertThat(site.plan("""
                k3s_master: {hosts: {10.3.0.1: }}
                all: {vars: {motd: "{{ ansible_facts.hostname }}", other: "{{ nowhere }}"}}
                """).warnings()).isEmpty();
    }
}
