package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.ssh.HostKeyQuestion;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inventory and ssh_config together: which of them says how a host is reached. */
class SshReaderTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void makeSite() {
        site = new Site(folder).with("SSH_AUTH_SOCK", "/run/agent");
    }

    private static String inventory(String variables) {
        return "k3s_master:\n  hosts:\n    box-1:\n" + variables.indent(6);
    }

    private Plan plan(String variables, SshOptions options) {
        return new PlanReader(site.inventory(inventory(variables)), site.here(), ClusterOptions.DEFAULTS.ssh(options))
                .read();
    }

    private HostConnection connection(String variables) {
        return Objects.requireNonNull(
                plan(variables, SshOptions.DEFAULTS).connections().get(new Target("box-1")));
    }

    private SshEndpoint endpoint(String variables) {
        return connection(variables).endpoint();
    }

    @Test
    void theUsersConfigurationIsRead() {
        site.file(".ssh/config", """
                Host box-1
                  HostName 192.0.2.7
                  Port 2201
                  User admin
                  IdentityFile ~/.ssh/box
                  IdentitiesOnly yes
                  ConnectTimeout 3
                  ServerAliveInterval 20
                  ServerAliveCountMax 2
                  UserKnownHostsFile ~/.ssh/boxes
                  GlobalKnownHostsFile none
                  StrictHostKeyChecking yes
                  HostKeyAlias the-box
                """);
        SshEndpoint endpoint = endpoint("");
        assertThat(endpoint).hasToString("box-1 (192.0.2.7:2201)");
        assertThat(endpoint.user()).isEqualTo("admin");
        assertThat(endpoint.login().keyFiles()).containsExactly(folder.resolve(".ssh/box"));
        assertThat(endpoint.login().onlyNamed()).isTrue();
        assertThat(endpoint.login().agent()).hasValue("/run/agent");
        assertThat(endpoint.patience().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(endpoint.patience().keepAlive().interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(endpoint.patience().keepAlive().count()).isEqualTo(2);
        assertThat(endpoint.hostKeys().policy()).isEqualTo(HostKeys.Policy.YES);
        assertThat(endpoint.hostKeys().others()).containsExactly(folder.resolve(".ssh/boxes"));
        assertThat(endpoint.hostKeys().alias()).hasValue("the-box");
    }

    @Test
    void theInventoryWinsOverTheConfiguration() {
        site.file(".ssh/config", "Host *\n  Port 2201\n  User admin\n  IdentityFile ~/.ssh/other\n");
        site.file("keys/id", "key");
        SshEndpoint endpoint = endpoint("""
                ansible_port: 22
                ansible_user: vagrant
                ansible_ssh_private_key_file: keys/id
                """);
        assertThat(endpoint.port()).isEqualTo(22);
        assertThat(endpoint.user()).isEqualTo("vagrant");
        assertThat(endpoint.login().keyFiles())
                .containsExactly(folder.resolve("keys/id"), folder.resolve(".ssh/other"));
    }

    @Test
    void theAddressOfTheInventoryIsTheNameToLookFor() {
        site.file(".ssh/config", "Host box-1\n  Port 1\nHost 192.0.2.7\n  Port 2222\n  HostName 127.0.0.1\n");
        HostConnection connection = connection("ansible_host: 192.0.2.7");
        assertThat(connection.endpoint()).hasToString("box-1 (127.0.0.1:2222)");
        assertThat(connection.address()).as("between the nodes").isEqualTo("192.0.2.7");
    }

    @Test
    void aNameThatOnlyTheConfigurationKnowsIsTranslatedForTheNodesToo() {
        site.file(".ssh/config", "Host box-1\n  HostName 192.0.2.7\n");
        assertThat(connection("").address()).isEqualTo("192.0.2.7");
    }

    @Test
    void ansiblesArgumentsComeBetweenTheTwo() {
        site.file(".ssh/config", "Port 1\nUser admin\n");
        site.file("other", "Port 3\nHost bastion\n  HostName 192.0.2.1\nHost box-1\n  ProxyJump bastion\n");
        SshEndpoint endpoint = endpoint("""
                ansible_user: vagrant
                ansible_ssh_common_args: -o User=nobody -F other
                ansible_ssh_extra_args: -o Port=2 -o Port=4
                """);
        assertThat(endpoint.user()).isEqualTo("vagrant");
        assertThat(endpoint.port()).isEqualTo(2);
        assertThat(endpoint.via().orElseThrow()).hasToString("box-1 via bastion (192.0.2.1:3)");
    }

    @Test
    void whatHasNoEffectIsNamed() {
        assertThat(plan("ansible_ssh_common_args: -C -o Ciphers=aes128-ctr -L 80:a:80", SshOptions.DEFAULTS)
                        .warnings()
                        .toString())
                .contains("ansible_ssh_common_args holds «-o Ciphers=aes128-ctr», which the built-in SSH passes over")
                .contains("«-L 80:a:80»")
                .doesNotContain("«-C»");
    }

    @Test
    void theSystemsSshIsToldTheInventoryAndReadsItsConfigurationItself() {
        site.file(".ssh/config", "HostName 192.0.2.7\nPort 2201\nUser admin\nIdentityFile ~/.ssh/other\n");
        SshReader.Reached reached = connection("""
                        ansible_user: vagrant
                        ansible_ssh_common_args: -o 'A=b c'
                        """).ssh();
        assertThat(reached.asked()).hasToString("box-1 (box-1:22)");
        assertThat(reached.asked().user()).isEqualTo("vagrant");
        assertThat(reached.asked().login().keyFiles()).isEmpty();
        assertThat(reached.arguments()).containsExactly("-o", "A=b c");
    }

    @Test
    void theFileOfTheCommandLineReplacesTheUsers() {
        site.file(".ssh/config", "User admin\n");
        site.file("vagrant-ssh-config", """
                Host box-1
                  HostName 127.0.0.1
                  User vagrant
                  Port 2222
                  UserKnownHostsFile /dev/null
                  StrictHostKeyChecking no
                  PasswordAuthentication no
                  IdentityFile /course/.vagrant/machines/box-1/virtualbox/private_key
                  IdentitiesOnly yes
                  LogLevel FATAL
                """);
        SshOptions options =
                new SshOptions(Optional.of("vagrant-ssh-config"), Optional.empty(), HostKeyQuestion.NOBODY);
        SshEndpoint endpoint = Objects.requireNonNull(
                        plan("ansible_host: box-1", options).connections().get(new Target("box-1")))
                .endpoint();
        assertThat(endpoint).hasToString("box-1 (127.0.0.1:2222)");
        assertThat(endpoint.user()).isEqualTo("vagrant");
        assertThat(endpoint.hostKeys().policy()).isEqualTo(HostKeys.Policy.NO);
        assertThat(endpoint.login().keyFiles())
                .containsExactly(Path.of("/course/.vagrant/machines/box-1/virtualbox/private_key"));
    }

    @Test
    void eachHopGoesByItsOwnEntry() {
        site.file(".ssh/config", """
                Host box-1
                  ProxyJump one,admin@two:2202
                Host one
                  HostName 192.0.2.1
                  User first
                  ProxyJump gate
                Host two
                  IdentityFile ~/.ssh/two
                  StrictHostKeyChecking yes
                  ProxyJump never
                Host gate
                  Port 2200
                """);
        SshEndpoint two = endpoint("ansible_user: vagrant").via().orElseThrow();
        assertThat(two).hasToString("box-1 via two (two:2202)");
        assertThat(two.user()).isEqualTo("admin");
        assertThat(two.login().keyFiles()).containsExactly(folder.resolve(".ssh/two"));
        assertThat(two.hostKeys().policy()).isEqualTo(HostKeys.Policy.YES);
        SshEndpoint one = two.via().orElseThrow();
        assertThat(one).hasToString("box-1 via one (192.0.2.1:22)");
        assertThat(one.user()).isEqualTo("first");
        SshEndpoint gate = one.via().orElseThrow();
        assertThat(gate.port()).isEqualTo(2200);
        assertThat(gate.via()).isEmpty();
    }

    @Test
    void aJumpInACircleIsRefused() {
        site.file(".ssh/config", "Host *\n  ProxyJump bastion\n");
        assertThat(site.problems(inventory("")))
                .singleElement()
                .asString()
                .contains("through more than 8 machines")
                .contains("ProxyJump none");
    }

    @Test
    void aProgramToConnectThroughIsRefusedByTheBuiltInSsh() {
        site.file(".ssh/config", "ProxyCommand nc -x proxy:1080 %h %p\n");
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> open("", Transport.BUILT_IN))
                .withMessageContaining("ask for the ProxyCommand «nc -x proxy:1080 %h %p»")
                .withMessageContaining("ProxyJump");
    }

    private void open(String variables, Transport transport) {
        ClusterOptions options = ClusterOptions.DEFAULTS.by(transport);
        Plan plan = plan(variables, SshOptions.DEFAULTS);
        ClusterMachines machines = new ClusterMachines(plan, site.here(), options);
        new HostSessions(plan, site.here(), options, machines, Duration.ZERO).open(new Target("box-1"));
    }

    /** The home of this test is none that ssh knows: the program comes by a file that the inventory names. */
    @Test
    void elseTheSystemsSshConnectsThroughIt() {
        site.file("ssh_config", "ProxyCommand touch " + folder.resolve("asked-for-%h") + "\n");
        site.file(".ssh/config", "ProxyCommand false\n");
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(
                        () -> open("ansible_ssh_common_args: -F " + folder.resolve("ssh_config"), Transport.AUTOMATIC));
        assertThat(folder.resolve("asked-for-box-1")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "ProxyCommand nc %h %p, true",
        "ProxyCommand ssh -W %h:%p bastion, false",
        "ProxyCommand none, false",
        "PKCS11Provider /usr/lib/opensc-pkcs11.so, true",
        "PKCS11Provider none, false",
        "SecurityKeyProvider /usr/lib/sk.so, true",
        "GSSAPIAuthentication yes, false",
        "ProxyJump bastion, false",
        "ProxyJump gate, true",
    })
    void theSystemsSshIsTakenForWhatOnlyItCanDo(String option, boolean expected) {
        site.file(".ssh/config", "Host box-1\n  " + option + "\nHost gate\n  ProxyCommand nc %h %p\n");
        assertThat(connection("").ssh().forOpenSsh()).isEqualTo(expected);
    }

    @Test
    void forKerberosOnlyWhereThereIsATicket() {
        site = site.with("KRB5CCNAME", "KCM:").file(".ssh/config", "GSSAPIAuthentication yes\n");
        assertThat(connection("").ssh().forOpenSsh()).isTrue();
        assertThat(connection("ansible_ssh_common_args: -o GSSAPIAuthentication=no")
                        .ssh()
                        .forOpenSsh())
                .isFalse();
        assertThat(connection("ansible_ssh_common_args: -I /usr/lib/softhsm.so -o GSSAPIAuthentication=no")
                        .ssh()
                        .forOpenSsh())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ACCEPT_NEW",
        "ansible_host_key_checking: false, NO",
        "ansible_host_key_checking: yes, YES",
        "ansible_host_key_checking: accept-new, ACCEPT_NEW",
        "ansible_ssh_host_key_checking: ask, ASK",
        "ansible_ssh_common_args: -o StrictHostKeyChecking=no, NO",
    })
    void thePolicyIsTheInventorys(String variables, HostKeys.Policy expected) {
        assertThat(endpoint(variables).hostKeys().policy()).isEqualTo(expected);
        SshOptions strict = new SshOptions(Optional.empty(), Optional.of(HostKeys.Policy.YES), HostKeyQuestion.NOBODY);
        assertThat(plan(variables, strict).connections().values())
                .allMatch(connection -> connection.endpoint().hostKeys().policy() == HostKeys.Policy.YES);
    }

    @Test
    void whatIsWrongIsCollected() {
        site.file(".ssh/config", "Host box-1\n  Port many\n");
        assertThat(site.problems(inventory("""
                        ansible_host_key_checking: perhaps
                        ansible_ssh_extra_args: -o
                        """)))
                .anySatisfy(problem ->
                        assertThat(problem).contains("ansible_ssh_extra_args ends with -o, which needs a value"))
                .anySatisfy(problem -> assertThat(problem).contains(".ssh/config:2: ssh option port is «many»"));
    }
}
