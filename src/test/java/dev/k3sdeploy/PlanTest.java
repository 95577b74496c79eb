package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.inventory.HostSource;
import dev.k3sdeploy.inventory.Inventory;
import dev.k3sdeploy.inventory.InventoryOptions;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From variables to what is wished. */
@SuppressWarnings("NullAway.Init")
class PlanTest {
    private static final Target ONE = new Target("one");

    private Site site;

    @BeforeEach
    void site(@TempDir Path folder) {
        site = new Site(folder);
    }

    @Test
    void withoutVariablesTheDefaultsHold() {
        Plan plan = site.plan("k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}");

        assertThat(plan.cluster().name()).isEqualTo("inv");
        assertThat(plan.cluster().kubeconfig()).isEqualTo(site.folder().resolve(".k3s/k3s.yaml"));
        assertThat(plan.cluster().apiAddress()).contains("10.1.1.1");
        assertThat(plan.release().channel()).isEqualTo("stable");
        assertThat(plan.release().version()).isEmpty();
        assertThat(plan.release().simulator()).isFalse();
        assertThat(plan.machines()).isEmpty();
        NodeSpec node = plan.cluster().firstServer();
        assertThat(node.role()).isEqualTo(Role.SERVER);
        assertThat(node.packages()).containsExactly("curl", "jq", "nfs-common", "open-iscsi");
        assertThat(node.options().yaml()).isEmpty();
        assertThat(node.dockerMirror()).isEmpty();
        assertThat(node.token()).isEmpty();
    }

    @Test
    void aConnectionHasAnsiblesDefaults() {
        HostConnection connection = connection("");

        assertThat(connection.local()).isFalse();
        assertThat(connection.endpoint()).hasToString("one (10.1.1.1:22)");
        assertThat(connection.endpoint().user()).isEqualTo("tester");
        assertThat(login(connection)).isEqualTo(Login.WITH_DEFAULT_KEYS);
        assertThat(connection.become()).isEqualTo(Become.PASSWORDLESS);
    }

    @Test
    void aConnectionIsReadFromAnsiblesVariables() {
        site.file("keys/id", "key");

        HostConnection connection = connection("""
                ansible_port: 2222
                ansible_user: vagrant
                ansible_password: letmein
                ansible_become_password: "0012"
                ansible_ssh_private_key_file: keys/id
                """);

        assertThat(connection.endpoint()).hasToString("one (10.1.1.1:2222)");
        assertThat(connection.endpoint().user()).isEqualTo("vagrant");
        assertThat(login(connection))
                .isEqualTo(Login.withKey(site.folder().resolve("keys/id")).withPassword(Secret.of("letmein")));
        assertThat(connection.become()).isEqualTo(Become.withPassword(Secret.of("0012")));
        assertThat(connection.toString()).doesNotContain("letmein", "0012");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "yes,true", "false,false", "no,false", "'\"False\"',false"})
    void becomingRootCanBeTurnedOff(String word, boolean wanted) {
        assertThat(connection("ansible_become: " + word).become().wanted()).isEqualTo(wanted);
    }

    @Test
    void withoutAnAddressTheNameIsTheAddress() {
        assertThat(site.plan("k3s_master: {hosts: {10.9.9.9: }}").connections().get(new Target("10.9.9.9")))
                .satisfies(connection -> assertThat(String.valueOf(connection)).contains("10.9.9.9"));
    }

    @Test
    void thisMachineHasNoAddressAndIsReachedByTheLoopback() {
        Plan plan = site.plan("k3s_master: {hosts: {one: {ansible_connection: local}}}");

        assertThat(plan.cluster().firstServer().address()).isEmpty();
        assertThat(plan.cluster().apiAddress()).contains("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.0.1.1", "'::1'"})
    void aForwardedPortOfTheLoopbackIsNoNodesAddress(String address) {
        assertThat(node("ansible_host: \"" + address + "\"").address()).isEmpty();
    }

    @Test
    void aLocalNameIsLookedUp() {
        assertThat(node("ansible_host: localhost").address()).isEmpty();
    }

    @Test
    void optionsOfBothVariablesAreReadAndQuotesKept() {
        NodeSpec node = node("""
                k3s_installer_opts: --docker --node-label "a=b c"
                k3s_master_extra_opts: "--tls-san x --disable 'servicelb'"
                k3s_traefik_enabled: false
                """);

        assertThat(node.options().yaml()).isEqualTo("""
                docker: true
                node-label: "a=b c"
                tls-san: "x"
                disable:
                  - "servicelb"
                  - "traefik"
                """);
    }

    @Test
    void optionsMayBeAList() {
        assertThat(node("k3s_installer_opts: [--docker, '--node-label a=b']")
                        .options()
                        .yaml())
                .isEqualTo("docker: true\nnode-label: \"a=b\"\n");
    }

    @Test
    void serversOptionsAreNotForAgents() {
        Plan plan = site.plan("""
                all: {vars: {k3s_master_extra_opts: --disable-helm-controller, k3s_traefik_enabled: "no"}}
                k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}
                k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2, k3s_installer_opts: --docker}}}
                """);

        assertThat(plan.cluster().firstServer().options().yaml())
                .isEqualTo("disable-helm-controller: true\ndisable: \"traefik\"\n");
        assertThat(plan.cluster().agents().get(0).options().yaml()).isEqualTo("docker: true\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://lb.example, https://lb.example:6443",
        "https://lb.example/, https://lb.example:6443",
        "https://lb.example:443, https://lb.example:443",
        "'https://[fd00::1]', 'https://[fd00::1]:6443'",
        "'https://[fd00::1]:7443', 'https://[fd00::1]:7443'",
    })
    void anAgentsUrlGetsK3sOwnPort(String written, String url) {
        Plan plan = site.plan("all: {vars: {k3s_url: \"" + written + "\"}}\n"
                + "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}\n"
                + "k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}\n");

        assertThat(plan.cluster().agents().get(0).serverUrl()).contains(url);
        assertThat(plan.cluster().firstServer().serverUrl()).isEmpty();
    }

    @Test
    void theRestIsReadAsWritten() {
        NodeSpec node = node("""
                k3s_node_ip: 10.2.2.2
                k3s_flannel_iface: eth1
                k3s_token: abc
                k3s_docker_mirror: https://mirror.example:5000
                k3s_packages: [curl]
                """);

        assertThat(node.nodeIp()).contains("10.2.2.2");
        assertThat(node.flannelIface()).contains("eth1");
        assertThat(node.token()).contains(Secret.of("abc"));
        assertThat(node.dockerMirror()).contains("https://mirror.example:5000");
        assertThat(node.packages()).containsExactly("curl");
    }

    @Test
    void noPackagesAtAllCanBeWished() {
        assertThat(node("k3s_packages: []").packages()).isEmpty();
    }

    @Test
    void theReleaseIsTheFirstServers() {
        Plan plan = site.plan(
                "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}",
                "k3s_version=v1.33.5+k3s1",
                "k3s_channel=latest",
                "k3s_release_url=https://mirror.example/k3s");

        assertThat(plan.release().version().map(Object::toString)).contains("v1.33.5+k3s1");
        assertThat(plan.release().channel()).isEqualTo("latest");
        assertThat(plan.release().source().releaseUrl()).hasToString("https://mirror.example/k3s");
    }

    @Test
    void clusterNameAndOutputFolderCanBeGiven() {
        Plan plan = site.plan(
                "k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}",
                "k3s_cluster_name=prod",
                "k3s_output_dir=~/out");

        assertThat(plan.cluster().name()).isEqualTo("prod");
        assertThat(plan.cluster().kubeconfig()).isEqualTo(site.folder().resolve("out/k3s.yaml"));
    }

    @Test
    void theNameOfAFolderIsTheClustersName() {
        assertThat(nameOf("inventory/lab.yml")).isEqualTo("lab");
        assertThat(nameOf("inventory/vagrantbox/")).isEqualTo("vagrantbox");
        assertThat(nameOf("/home/me/course/inventory.yml")).isEqualTo("course");
        assertThat(nameOf("C:\\course\\lab.yml")).isEqualTo("lab");
        assertThat(nameOf("host1,host2,")).isEqualTo("k3s");
        assertThat(nameOf(".")).isEqualTo("k3s");
    }

    @Test
    void aLimitLeavesTheOthersOut() {
        assertThat(limited("two").targets()).containsExactly(new Target("two"));
        assertThat(limited("k3s_master").targets()).containsExactly(ONE);
    }

    @Test
    void aLimitToHostsOutsideOfTheClusterIsRefused() {
        assertThatThrownBy(() -> limited("three"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("-l three: none of these hosts is a machine of the cluster (its machines: one, two)");
    }

    private Cluster limited(String pattern) {
        return Cluster.from(site.inventory("""
                        k3s_master: {hosts: {one: {ansible_host: 10.1.1.1}}}
                        k3s_agent: {hosts: {two: {ansible_host: 10.1.1.2}}}
                        webservers: {hosts: {three: {ansible_host: 10.1.1.3}}}
                        """), site.here(), ClusterOptions.DEFAULTS.limit(pattern));
    }

    private String nameOf(String source) {
        HostSource hosts = new HostSource(
                site.folder().resolve("hosts"),
                Map.of("one", Map.of("ansible_host", "10.1.1.1")),
                Map.of("k3s_master", List.of("one")),
                List.of());
        Inventory inventory = Inventory.of(source, hosts, InventoryOptions.in(site.folder(), site.folder()));
        return new PlanReader(inventory, site.here(), ClusterOptions.DEFAULTS)
                .read()
                .cluster()
                .name();
    }

    private HostConnection connection(String variables) {
        return Objects.requireNonNull(
                site.plan(inventory(variables)).connections().get(ONE));
    }

    /** The ssh_config of the machine that this runs on may ask for Kerberos, as Debian's does. */
    private static Login login(HostConnection connection) {
        return connection.endpoint().login().withoutTicket(false);
    }

    private NodeSpec node(String variables) {
        return site.plan(inventory(variables)).cluster().firstServer();
    }

    private static String inventory(String variables) {
        String host = variables.contains("ansible_host") ? "" : "ansible_host: 10.1.1.1\n";
        return "k3s_master:\n  hosts:\n    one:\n" + (host + variables).strip().indent(6);
    }
}
