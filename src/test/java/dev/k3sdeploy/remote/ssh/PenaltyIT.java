package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH from 9.8 on shuts out for a while who failed to log in: PerSourcePenalties. Debian has one from 13 on. */
@Tag("long")
class PenaltyIT {
    @TempDir
    private Path folder;

    @Test
    void aMachineThatShutsUsOutForAWhileIsToldAsSuchAndWaitedFor() throws Exception {
        Lab.requireHosts();
        try (LabHost host = new LabHost(folder)) {
            host.requireDebian(13);
            host.prepare("echo 'PerSourcePenalties authfail:20' >/etc/ssh/sshd_config.d/a-penalties.conf; "
                    + LabHost.RELOAD);
            SshEndpoint endpoint = host.endpoint("vagrant").with(Patience.DEFAULT.withRetries(0));
            SshEndpoint stranger = endpoint.with(Login.WITH_DEFAULT_KEYS.withPassword(Secret.of("guessed")));

            assertThatExceptionOfType(LoginRefusedException.class)
                    .isThrownBy(() -> host.connector().connect(stranger));
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> host.connector().connect(endpoint))
                    .withMessageContaining("bans this client for a while");
            SshEndpoint patient = endpoint.with(Patience.whileBooting(Duration.ofSeconds(60)));
            assertThat(host.connector().connect(patient)).satisfies(AutoCloseable::close);
        }
    }
}
