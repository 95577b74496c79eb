package dev.k3sdeploy.preflight;

import static dev.k3sdeploy.preflight.Finding.Level.FAILURE;
import static dev.k3sdeploy.preflight.Finding.Level.OK;
import static dev.k3sdeploy.preflight.Finding.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.k3s.Role;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks on recorded facts, those of one machine beside those of another: what they say, and how bad they take it. */
class ChecksTest {
    private static final MachineFacts SERVER = MachineFacts.server();
    private static final MachineFacts AGENT = MachineFacts.agent();

    @Test
    void aVirtualMachineOfTheCoursePassesEveryCheckWithoutAWord() {
        for (Check check : Checks.ALL) {
            for (Role role : Role.values()) {
                Finding finding = MachineFacts.finding(check.name(), role, SERVER, AGENT);
                assertThat(finding.level()).as("%s", finding).isEqualTo(OK);
                assertThat(finding.hint()).isEmpty();
            }
        }
    }

    @Test
    void aMachineThatTellsNothingIsNotAccused() {
        MachineFacts silent = MachineFacts.agent();
        Stream.of(
                        "os-id os-like os-name package-manager machine-id cpus memory-kb disk cgroup2 module iptables address listens reaches"
                                .split(" "))
                .forEach(silent::without);
        for (Check check : Checks.ALL) {
            if (!check.name().equals("architecture")) {
                Finding finding = MachineFacts.finding(check.name(), Role.AGENT, SERVER, silent);
                assertThat(finding.level()).as("%s", finding).isNotEqualTo(FAILURE);
            }
        }
    }

    @Test
    void ufwWithTheRulesThatK3sNeedsIsWell() {
        MachineFacts facts = MachineFacts.server()
                .set("ufw enabled")
                .set("ufw-input DROP")
                .set(
                        "ufw-rule allow any any 0.0.0.0/0 any 10.42.0.0/16 in",
                        "ufw-rule allow any any 0.0.0.0/0 any 10.43.0.0/16 in",
                        "ufw-rule allow tcp 6443 0.0.0.0/0 any 0.0.0.0/0 in");

        assertThat(MachineFacts.finding("firewall", Role.SERVER, facts, AGENT).reason())
                .contains("lets K3S through");
    }

    @Test
    void aPortInAnotherProgramsHandsIsNamedWithTheProgram() {
        MachineFacts facts = MachineFacts.server()
                .set(
                        "listens tcp 0.0.0.0:6443 haproxy 812 /system.slice/haproxy.service",
                        "listens udp *:8472 other 9 /");

        Finding finding = MachineFacts.finding("ports", Role.SERVER, facts, AGENT);

        assertThat(finding.level()).isEqualTo(FAILURE);
        assertThat(finding.reason()).contains("6443/tcp (haproxy, pid 812), 8472/udp (other, pid 9)");
    }

    @Test
    void theApisPortIsNoMatterOnAnAgentAndAWebServerOnlyWhereTraefikRuns() {
        MachineFacts web = MachineFacts.agent()
                .set(
                        "listens tcp *:6443 haproxy 812 /x",
                        "listens tcp *:80 nginx 813 /x",
                        "listens tcp 127.0.0.1:443 dev 8 /x");

        Finding with = MachineFacts.finding("ports", Role.AGENT, SERVER, web);
        Finding without =
                MachineFacts.finding("ports", Role.AGENT, MachineFacts.server().flags("--disable", "traefik"), web);

        assertThat(with.level()).isEqualTo(WARNING);
        assertThat(with.reason()).contains("80/tcp (nginx, pid 813)").doesNotContain("443", "haproxy");
        assertThat(without.level()).isEqualTo(OK);
    }

    @Test
    void whatPodsListenOnIsK3sOwn() {
        MachineFacts facts =
                MachineFacts.agent().set("listens tcp *:80 nginx 813 /kubepods.slice/kubepods-besteffort.slice/x");

        assertThat(MachineFacts.finding("ports", Role.AGENT, SERVER, facts).level())
                .isEqualTo(OK);
    }

    @Test
    void twoMachinesOfOneNameAreFoundOnBoth() {
        MachineFacts twin = MachineFacts.agent().set("hostname VagrantBox-1");

        assertThat(MachineFacts.finding("hostname", Role.AGENT, SERVER, twin).reason())
                .contains("«vagrantbox-1»", "one");
        assertThat(MachineFacts.finding("hostname", Role.SERVER, SERVER, twin).reason())
                .contains("two");
        assertThat(MachineFacts.finding("hostname", Role.AGENT, SERVER, twin.flags("--node-name", "other"))
                        .level())
                .isEqualTo(OK);
    }

    @Test
    void clonedMachinesAreWarnedOf() {
        MachineFacts clone = MachineFacts.agent().set("machine-id 5be1f8e3a64d4d0b8ff2a9a1e8f1c001");

        Finding finding = MachineFacts.finding("machine-id", Role.AGENT, SERVER, clone);

        assertThat(finding.level()).isEqualTo(WARNING);
        assertThat(finding.reason()).contains("the same on one");
    }

    @Test
    void theNatAddressOfVirtualBoxIsNeverANodes() {
        MachineFacts natOnly = MachineFacts.agent()
                .set("address 2: enp0s3    inet 10.0.2.15/24 brd 10.0.2.255 scope global dynamic enp0s3");

        Finding finding = MachineFacts.finding("address", Role.AGENT, SERVER, natOnly);

        assertThat(finding.level()).isEqualTo(FAILURE);
        assertThat(finding.reason())
                .contains("does not hold the inventory's address 192.168.50.202", "enp0s3 10.0.2.15");
    }

    @Test
    void twoMachinesWithOneAddressAreFound() {
        MachineFacts same = MachineFacts.agent().set("address 3: enp0s8    inet 192.168.50.201/24 scope global enp0s8");

        assertThat(MachineFacts.finding("address", Role.AGENT, SERVER, same).reason())
                .contains("192.168.50.201 on enp0s8", "that of one");
    }

    @Test
    void aClockIsComparedWithTheServersAndTheServersWithOurs() {
        MachineFacts late = MachineFacts.agent().set("clock 999960");
        MachineFacts veryLate = MachineFacts.agent().set("clock 996400");
        MachineFacts allEarly = MachineFacts.server().set("clock 1004000");

        Finding finding = MachineFacts.finding("clock", Role.AGENT, SERVER, late);
        assertThat(finding.level()).isEqualTo(WARNING);
        assertThat(finding.reason()).contains("38 s behind one's");
        assertThat(MachineFacts.finding("clock", Role.AGENT, SERVER, veryLate).level())
                .isEqualTo(FAILURE);
        assertThat(MachineFacts.finding("clock", Role.SERVER, allEarly, AGENT).level())
                .isEqualTo(WARNING);
        assertThat(MachineFacts.finding(
                                "clock",
                                Role.AGENT,
                                SERVER,
                                MachineFacts.agent().set("clock 999975"))
                        .level())
                .isEqualTo(OK);
    }

    @Test
    void anEvenNumberOfServersIsWarnedOf() {
        assertThat(MachineFacts.finding("etcd-size", Role.SERVER, SERVER, AGENT, 2)
                        .reason())
                .isEqualTo("2 servers bear the loss of 0, as 1 do");
        assertThat(MachineFacts.finding("etcd-size", Role.SERVER, SERVER, AGENT, 3)
                        .level())
                .isEqualTo(OK);
    }

    /** What is wanted is v1.33.5+k3s1. */
    @ParameterizedTest
    @CsvSource({
        "v1.33.5+k3s1, OK, v1.33.5+k3s1",
        "v1.32.9+k3s1, OK, 'v1.32.9+k3s1, to be v1.33.5+k3s1'",
        "v1.33.6+k3s1, FAILURE, 'K3S v1.33.6+k3s1 is here, and v1.33.5+k3s1 is older: there is no way back'",
        "v1.31.9+k3s1, FAILURE, 'K3S v1.31.9+k3s1 is here, and v1.33.5+k3s1 skips minor versions, which a server must not'",
    })
    void theWayToTheWantedVersionIsOneThatK3sGoes(String installed, Finding.Level level, String reason) {
        Finding found = MachineFacts.finding(
                "version", Role.SERVER, MachineFacts.server().set("k3s " + installed), AGENT);

        assertThat(found.reason()).isEqualTo(reason);
        assertThat(found.level()).isEqualTo(level);
    }

    @Test
    void anAgentMayBeFarBehind() {
        assertThat(MachineFacts.finding(
                                "version",
                                Role.AGENT,
                                SERVER,
                                MachineFacts.agent().set("k3s v1.30.1+k3s1"))
                        .level())
                .isEqualTo(OK);
    }

    @ParameterizedTest
    @CsvSource({"v1.32.9+k3s1, FAILURE", "v1.33.1+k3s1, OK", "v1.33.5+k3s1, OK", "v1.34.0+k3s1, OK", "'', OK"})
    void anAgentDoesNotGetAheadOfAServerThatTheLimitLeavesOut(String servers, Finding.Level level) {
        MachineFacts server = MachineFacts.server().set("k3s " + servers);
        Finding joining = MachineFacts.withoutItsServer("version", server, MachineFacts.agent());
        Finding upgraded = MachineFacts.withoutItsServer(
                "version", server, MachineFacts.agent().set("k3s v1.32.9+k3s1"));

        assertThat(joining.level()).isEqualTo(level);
        assertThat(upgraded.level()).isEqualTo(level);
        if (level == FAILURE) {
            assertThat(upgraded.reason()).contains("runs K3S v1.32.9+k3s1 and is left out by the limit");
        }
    }

    @Test
    void anAgentThatCannotReachItsServerFails() {
        MachineFacts noRoute = MachineFacts.agent().set("reaches 192.168.50.201 6443 no-route");
        MachineFacts silent = MachineFacts.agent().set("reaches 192.168.50.201 6443 silent");
        MachineFacts balancer = MachineFacts.agent()
                .serverUrl("https://10.9.9.9:6443")
                .set("reaches 10.9.9.9 6443 failed No route to host");

        assertThat(MachineFacts.finding("server-route", Role.AGENT, SERVER, noRoute)
                        .level())
                .isEqualTo(FAILURE);
        assertThat(MachineFacts.finding("server-route", Role.AGENT, SERVER, silent)
                        .reason())
                .contains("192.168.50.201:6443 is not answered within 4 s");
        Finding finding = MachineFacts.finding("server-route", Role.AGENT, SERVER, balancer);
        assertThat(finding.level()).isEqualTo(WARNING);
        assertThat(finding.reason()).contains("10.9.9.9:6443", "No route to host");
    }
}
