package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.BecomeMethod;
import dev.k3sdeploy.remote.BecomeTool;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BecomeVariablesTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() {
        site = new Site(folder);
    }

    private Become become(String variables) {
        HostConnection connection = site.plan("k3s_master: {hosts: {one: {ansible_host: 10.1.1.1, " + variables + "}}}")
                .connections()
                .get(new Target("one"));
        assertThat(connection).isNotNull();
        return connection.become();
    }

    @Test
    void withoutAMethodItIsSudoOrElseDoas() {
        assertThat(become("").tools())
                .containsExactly(BecomeTool.of(BecomeMethod.SUDO), BecomeTool.of(BecomeMethod.DOAS));
        assertThat(become("").user()).isEqualTo("root");
    }

    @ParameterizedTest
    @CsvSource({"sudo,SUDO", "su,SU", "doas,DOAS", "community.general.doas,DOAS", "ansible.builtin.su,SU"})
    void aMethodIsTakenByItsName(String name, BecomeMethod method) {
        assertThat(become("ansible_become_method: " + name).tools()).containsExactly(BecomeTool.of(method));
    }

    @Test
    void aMethodsOwnVariablesWin() {
        Become become = become("ansible_become_method: su, ansible_become_user: kim, ansible_su_user: robin, "
                + "ansible_su_exe: /bin/su, ansible_su_flags: '-', ansible_su_pass: word, ansible_sudo_user: nobody");

        assertThat(become.user()).isEqualTo("robin");
        assertThat(become.password()).isEqualTo(Secret.of("word"));
        assertThat(become.tools()).containsExactly(new BecomeTool(BecomeMethod.SU, "/bin/su", List.of("-l")));
    }

    @Test
    void whatWeGiveSudoByOurselvesIsNotGivenTwice() {
        assertThat(become("ansible_become_flags: '-H -S -n -E --preserve-env=A,B'")
                        .tools())
                .containsExactly(new BecomeTool(BecomeMethod.SUDO, "sudo", List.of("-H", "-E", "--preserve-env=A,B")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ansible_become_method: pfexec",
                "ansible_become_flags: '-u kim'",
                "ansible_become_flags: '-s'",
                "ansible_become_exe: 'sudo su -'",
                "ansible_become_user: '-s'",
                "ansible_become_user: 'a;b'"
            })
    void whatIsNotSupportedIsToldWithItsVariable(String variable) {
        String name = variable.substring(0, variable.indexOf(':'));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> become(variable))
                .withMessageContaining(name);
    }

    @Test
    void anUnknownMethodIsToldWithTheListOfThem() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> become("ansible_become_method: pfexec"))
                .withMessageContaining("«pfexec», which is not supported; the methods are sudo, su, doas");
    }
}
