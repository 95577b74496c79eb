package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in an inventory, with file, line and column, all at once. */
@SuppressWarnings("NullAway.Init")
class PlanProblemsTest {
    private static final String TWO = """
            k3s_master:
              hosts:
                one: {ansible_host: 192.168.50.201}
            k3s_agent:
              hosts:
                two: {ansible_host: 192.168.50.202}
            """;

    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @Test
    void aRightInventoryHasNoProblems() {
        assertThat(site.plan(TWO).cluster().nodes()).hasSize(2);
    }

    @Test
    void dataInAFolderOfTheUsersChoiceAreRefused() {
        for (String wish : new String[] {"k3s_config: {data-dir: /srv/k3s}", "k3s_installer_opts: -d /srv/k3s"}) {
            assertThat(site.problems(TWO + "all:\n  vars:\n    " + wish + "\n"))
                    .as(wish)
                    .singleElement()
                    .asString()
                    .contains("a data-dir of its own", "/var/lib/rancher/k3s", "mount the disk");
        }
        site.plan(TWO + "all:\n  vars:\n    k3s_config: {data-dir: /var/lib/rancher/k3s/}\n");
    }

    @Test
    void noServerIsSaidWithTheGroupsThatThereAre() {
        assertThat(site.problems("""
                k3s_agent:
                  hosts:
                    one: {ansible_host: 192.168.50.201}
                webservers:
                """))
                .hasSize(1)
                .first()
                .asString()
                .contains("no host is a server", "k3s_agent", "webservers", "k3s_master");
    }

    @Test
    void unknownGroupsAreNoLayout() {
        assertThat(site.problems("""
                kubernetes:
                  hosts:
                    one: {ansible_host: 192.168.50.201}
                """)).hasSize(1).first().asString().contains("no host is a server", "kubernetes");
    }

    @Test
    void twoHostsWithOneAddressAreSaidWhereTheSecondIs() {
        assertThat(site.problems("""
                k3s_master:
                  hosts:
                    one:
                      ansible_host: 192.168.50.201
                k3s_agent:
                  hosts:
                    two:
                      ansible_host: 192.168.50.201
                """))
                .containsExactly("inv.yml:8:7: host two: ansible_host leads to 192.168.50.201:22, and so does host one"
                        + " (each machine needs an address of its own)");
    }

    @Test
    void oneAddressWithTwoPortsIsTwoMachines() {
        assertThat(site.plan("""
                        k3s_master: {hosts: {one: {ansible_host: 127.0.0.1, ansible_port: 2222}}}
                        k3s_agent: {hosts: {two: {ansible_host: 127.0.0.1, ansible_port: 2200}}}
                        """).cluster().nodes()).hasSize(2);
    }

    @Test
    void thisMachineIsOneMachine() {
        assertThat(site.problems("""
                all: {vars: {ansible_connection: local}}
                k3s_master: {hosts: {one: }}
                k3s_agent: {hosts: {two: }}
                """))
                .singleElement()
                .asString()
                .contains("leads to this machine, and so does host one");
    }

    @ParameterizedTest
    @CsvSource({
        "k3s_chanel, k3s_channel",
        "k3s_versoin, k3s_version",
        "k3s_traefik_enable, k3s_traefik_enabled",
        "k3s_token_, k3s_token",
        "k3s_flanel_iface, k3s_flannel_iface",
        "k3s_master_extra_opt, k3s_master_extra_opts",
        "k3s_output_dirs, k3s_output_dir",
        "k3s_nodeip, k3s_node_ip",
    })
    void aMisspeltVariableIsSaidOnceWithTheNearestName(String wrong, String right) {
        assertThat(site.problems(TWO + "all:\n  vars:\n    " + wrong + ": x\n"))
                .singleElement()
                .asString()
                .matches("inv\\.yml:9:\\d+: there is no variable " + wrong + " \\(do you mean " + right + "\\?\\)");
    }

    @Test
    void aVariableUnlikeAnyIsSaidToo() {
        assertThat(site.problems(TWO + "all: {vars: {k3s_quantum_entanglement: x}}"))
                .singleElement()
                .asString()
                .contains("there is no variable k3s_quantum_entanglement (see docs/variables.md for all)");
    }

    @Test
    void aMisspeltVariableOfTheCommandLineIsSaidAsSuch() {
        assertThat(site.problems(TWO, "k3s_chanel=latest"))
                .singleElement()
                .asString()
                .startsWith("-e k3s_chanel")
                .contains("do you mean k3s_channel?");
    }

    @ParameterizedTest
    @CsvSource({
        "1.33.5+k3s1, v1.33.5+k3s1",
        "v1.33.5-k3s1, v1.33.5+k3s1",
        "v1.33, k3s_channel",
        "latest, k3s_channel",
    })
    void aBadVersionIsSaidWithAGoodOne(String version, String hint) {
        assertThat(site.problems(TWO + "all:\n  vars:\n    k3s_version: \"" + version + "\"\n"))
                .singleElement()
                .asString()
                .matches("inv\\.yml:9:\\d+: host one: k3s_version .*")
                .contains("«" + version + "»", hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.33/../x", "a b", "-x", "v1.33?x=y"})
    void whatCannotBeAChannelIsSaid(String channel) {
        assertThat(site.problems(TWO + "all: {vars: {k3s_channel: \"" + channel + "\"}}"))
                .singleElement()
                .asString()
                .contains("is «" + channel + "», which is no channel's name; stable or v1.33 are");
    }

    @Test
    void aKeyThatIsNotThereIsSaidOnceForAllHostsWithItsPathAndPlace() {
        assertThat(site.problems(TWO + "all:\n  vars:\n    ansible_ssh_private_key_file: keys/none\n"))
                .singleElement()
                .asString()
                .matches(
                        "inv\\.yml:9:\\d+: host one: ansible_ssh_private_key_file names .*/keys/none, which does not exist.*"
                                + "check the path.*");
    }

    @Test
    void aKeyThatVagrantMakesIsExplained() {
        assertThat(site.problems(
                        TWO + "all: {vars: {ansible_ssh_private_key_file: .vagrant/machines/one/private_key}}"))
                .first()
                .asString()
                .contains("`vagrant up` makes it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ansible_port: 70000 | is «70000», which is not a port",
                "ansible_port: ssh | is «ssh», which is not a port",
                "ansible_port: 0 | is «0», which is not a port",
                "ansible_connection: winrm | is «winrm», which is not supported",
                "k3s_node_ip: eth1 | is «eth1», which is not an IP address",
                "k3s_flannel_iface: \"eth 1\" | is «eth 1», which is not the name of a network interface",
                "k3s_token: \"it's\" | k3s_token is not a token",
                "k3s_docker_mirror: mirror.example | which is not the URL of a registry mirror",
                "k3s_installer_opts: disable traefik | «disable» is not a flag of k3s",
                "k3s_master_extra_opts: --disable traefik servicelb | «servicelb» is not a flag of k3s",
                "k3s_channel_url: ftp://x | k3s_channel_url",
                "k3s_release_url: not a url | k3s_release_url",
                "k3s_traefik_enabled: maybe | k3s_traefik_enabled",
                "machines: unicorns | is «unicorns», which is not supported",
                "k3s_simulator: always | use when-unreachable or never",
                "k3s_simulator: when-unreachable | on machines that are not the lab's containers",
            })
    void eachBadValueIsSaidWithItsPlace(String variable, String message) {
        assertThat(site.problems("k3s_master:\n  hosts:\n    one:\n      ansible_host: 192.168.50.201\n      "
                        + variable + "\n"))
                .singleElement()
                .asString()
                .matches("(?s)inv\\.yml:5:\\d+: .*")
                .contains("one", message);
    }

    @Test
    void aBadTokenIsNotShown() {
        assertThat(site.problems("k3s_master: {hosts: {one: {k3s_token: \"hunter 2\"}}}")
                        .toString())
                .doesNotContain("hunter");
    }

    @Test
    void anAgentsUrlMustBeSecure() {
        assertThat(site.problems(TWO + "all: {vars: {k3s_url: \"http://192.168.50.201:6443\"}}"))
                .singleElement()
                .asString()
                .contains("host two: k3s_url", "not a server's URL");
    }

    @Test
    void serversThatShareADatastoreNeedTheSameToken() {
        assertThat(site.problems("""
                        k3s_master:
                          hosts: {one: {ansible_host: 10.1.1.1, k3s_token: a}, two: {ansible_host: 10.1.1.2}}
                          vars: {k3s_datastore_endpoint: "postgres://k3s:hunter2@10.1.1.9:5432/k3s"}
                        """))
                .singleElement()
                .asString()
                .contains("k3s_datastore_endpoint is set, and k3s_token is not set for all servers")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "'k3s_api_endpoint: http://lb', which is not an address",
        "'k3s_upgrade_batch: 0', which is not a number of machines",
        "'k3s_drain_timeout: soon', which is not a number of seconds",
        "'k3s_max_unreachable: few', neither a number of machines",
    })
    void whatConcernsSeveralNodesIsReadStrictly(String variable, String problem) {
        assertThat(site.problems("k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}, vars: {" + variable + "}}"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void aHostInBothGroupsIsSaid() {
        assertThat(site.problems("k3s_master: {hosts: {one: {}}}\nk3s_agent: {hosts: {one: {}}}\n"))
                .anySatisfy(problem -> assertThat(problem).contains("one", "servers", "agents"));
    }

    @Test
    void allProblemsComeAtOnceInReadingOrder() {
        assertThat(site.problems("""
                k3s_master:
                  hosts:
                    one:
                      ansible_host: 10.1.1.1
                      ansible_port: ssh
                      k3s_chanel: stable
                k3s_agent:
                  hosts:
                    two:
                      ansible_host: 10.1.1.1
                      ansible_port: ssh
                      k3s_node_ip: eth1
                """))
                .extracting(problem -> problem.replaceFirst("^(inv.yml:\\d+).*", "$1"))
                .containsExactly("inv.yml:5", "inv.yml:6", "inv.yml:10", "inv.yml:11", "inv.yml:12");
    }

    @Test
    void withoutAServerTheOtherProblemsAreStillSaid() {
        assertThat(site.problems("workstations: {hosts: {one: {ansible_port: ssh, k3s_chanel: stable}}}"))
                .anySatisfy(problem -> assertThat(problem).contains("no host is a server"))
                .anySatisfy(problem -> assertThat(problem).contains("k3s_chanel"))
                .anySatisfy(problem -> assertThat(problem).contains("not a port"));
    }

    @Test
    void anUndefinedNameInATemplateIsAProblemOfItsVariable() {
        assertThat(site.problems("k3s_master:\n  hosts:\n    one:\n      ansible_host: \"{{ nowhere }}\"\n"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("inv.yml:4:").contains("nowhere"));
    }
}
