package dev.k3sdeploy.remote.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshArgumentsTest {
    private static final Asker ME = new Asker("me", Path.of("/home/me"), Map.of());

    private static HostOptions of(String text) {
        return SshArguments.parse(text)
                .before(SshConfig.only(Path.of("none"), ME), "ansible_ssh_common_args")
                .of("box-1");
    }

    @Test
    void optionsAreReadInEachForm() {
        HostOptions options = of("-o Port=2201 -oUser=admin -o 'IdentityFile \"/my keys/id\"' -J bastion,b2:22 -o"
                + " StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null");
        assertThat(options.port()).hasValue(2201);
        assertThat(options.user()).hasValue("admin");
        assertThat(options.identityFiles()).containsExactly(Path.of("/my keys/id"));
        assertThat(options.proxyJump()).extracting(Hop::name).containsExactly("bastion", "b2");
        assertThat(options.strictHostKeyChecking()).hasValue("no");
        assertThat(options.userKnownHostsFiles()).hasValue(List.of(Path.of("/dev/null")));
    }

    @Test
    void ansiblesProxyCommandIsReadWhole() {
        assertThat(of("-o ProxyCommand=\"nc -X connect -x proxy:3128 %h %p\"").proxyCommand())
                .hasValue("nc -X connect -x proxy:3128 %h %p");
    }

    @ParameterizedTest
    @CsvSource({
        "ssh -W %h:%p -q bastion, bastion, '', 0",
        "ssh -q -W %h:%p -p 2222 admin@bastion, bastion, admin, 2222",
        "/usr/bin/ssh bastion -l admin -W [%h]:%p, bastion, admin, 0",
    })
    void aCommandThatIsAJumpIsAJump(String command, String name, String user, int port) {
        HostOptions options = of("-o 'ProxyCommand=" + command + "'");
        assertThat(options.proxyCommand()).isEmpty();
        assertThat(options.hops())
                .containsExactly(new Hop(
                        name,
                        user.isEmpty() ? Optional.empty() : Optional.of(user),
                        port == 0 ? OptionalInt.empty() : OptionalInt.of(port)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh -W %h:22 bastion", "ssh -F other -W %h:%p bastion", "nc %h %p", "ssh -W %h:%p a b"})
    void anyOtherCommandIsNone(String command) {
        HostOptions options = of("-o 'ProxyCommand=" + command + "'");
        assertThat(options.hops()).isEmpty();
        assertThat(options.proxyCommand()).hasValue(command);
    }

    @Test
    void theFileIsKeptAndTheFirstOneCounts() {
        SshArguments one = SshArguments.parse("-F vagrant-ssh-config -p 2201");
        assertThat(one.and(SshArguments.parse("-Fother -p 2202")))
                .isEqualTo(new SshArguments(
                        List.of("-F", "vagrant-ssh-config", "-p", "2201", "-Fother", "-p", "2202"),
                        List.of("Port \"2201\"", "Port \"2202\""),
                        Optional.of("vagrant-ssh-config"),
                        List.of()));
    }

    @Test
    void ansiblesDefaultsNeedNoWarningAndTheRestIsNamed() {
        assertThat(SshArguments.parse("-C -vvv -o ControlMaster=auto -o ControlPersist=60s")
                        .warnings())
                .isEmpty();
        assertThat(SshArguments.parse("-L 80:a:80 -o Ciphers=aes128-ctr -g word -o LocalCommand='a b'")
                        .warnings())
                .containsExactly("-L 80:a:80", "-o Ciphers=aes128-ctr", "-g", "word", "-o LocalCommand=a b");
    }

    @Test
    void whatEndsTooEarlyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshArguments.parse("-o"))
                .withMessage("ends with -o, which needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshArguments.parse("-o 'Port=1"))
                .withMessage("has a quote that is not closed");
    }
}
