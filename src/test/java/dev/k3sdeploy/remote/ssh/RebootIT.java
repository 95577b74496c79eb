package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Reboot;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restart with a real systemd, whose container the engine starts again. */
@Timeout(180)
class RebootIT {
    @TempDir
    private Path folder;

    @Test
    void aMachineIsLoggedInToAgainAfterItsRestart() throws IOException, InterruptedException {
        Lab.requireHosts();
        try (LabHost host = new LabHost(folder)) {
            docker("update", "--restart", "always", host.id());
            String address = docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", host.id());
            // A published port is another one after each start.
            SshEndpoint endpoint = SshEndpoint.of(
                            "lab-1", address, "vagrant", HostKeys.acceptNew(folder.resolve("known_hosts")))
                    .with(Login.withKey(host.key()))
                    .with(Patience.whileBooting(Duration.ofSeconds(60)));
            Session before = open(host, endpoint);
            try (Session after = new Reboot(() -> open(host, endpoint), Duration.ofSeconds(90)).of(before, "lab-1")) {
                assertThat(after.run(Command.script("cat /proc/1/comm; id -un")).text())
                        .isEqualTo("systemd\nroot");
            } finally {
                docker("update", "--restart", "no", host.id());
            }
        }
    }

    private static Session open(LabHost host, SshEndpoint endpoint) {
        return RootSession.open(host.connector().connect(endpoint), Become.PASSWORDLESS);
    }

    private static String docker(String... arguments) throws IOException, InterruptedException {
        String[] words = new String[arguments.length + 1];
        words[0] = "docker";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
