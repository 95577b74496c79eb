package dev.k3sdeploy.remote.openssh;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.ssh.HostKeyQuestion;
import dev.k3sdeploy.remote.ssh.HostKeys;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshVersionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenSSH_8.5p1, OpenSSL 1.1.1k",
                "OpenSSH_9.2p1 Debian-2+deb12u6, OpenSSL 3.0.19",
                "OpenSSH_10.0p2"
            })
    void aCurrentOneWillDo(String said) {
        assertThatCode(() -> SshVersion.require("ssh", said)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenSSH_8.4p1 Debian-5", "OpenSSH_7.4p1", "Dropbear v2022.83", ""})
    void anOlderOneOrAnotherIsToldWithTheWayOut(String said) {
        assertThatExceptionOfType(K3sDeployException.class)
                .isThrownBy(() -> SshVersion.require("ssh", said))
                .withMessageContaining("needs OpenSSH 8.5 or newer, and ssh is " + said)
                .withMessageContaining("leave out --transport openssh");
    }

    @Test
    void thatOfWindowsCannotShareAConnection() {
        assertThatExceptionOfType(K3sDeployException.class)
                .isThrownBy(() -> SshVersion.require("ssh", "OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2"))
                .withMessageContaining("does not work on Windows");
    }

    @Test
    void aMissingOneIsToldBeforeAnyMachineIsTried(@TempDir Path folder) {
        OpenSshConnector connector =
                new OpenSshConnector(folder.resolve("ssh").toString(), "kim", HostKeyQuestion.NOBODY);
        SshEndpoint endpoint = SshEndpoint.of("box-1", "127.0.0.1", "kim", HostKeys.acceptNew(folder.resolve("known")));
        assertThatExceptionOfType(K3sDeployException.class)
                .isThrownBy(() -> connector.connect(endpoint, List.of()))
                .withMessageContaining("and there is none here")
                .withMessageContaining("Install OpenSSH's client");
    }
}
