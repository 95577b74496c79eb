package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.lab.Lab;
import dev.k3sdeploy.lab.LabNetwork;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Reboot;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.io.IOException;
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
        try (LabNetwork network = LabNetwork.create();
                LabHost host = new LabHost(folder, network)) {
            SshEndpoint endpoint = host.direct("vagrant").with(Patience.whileBooting(Duration.ofSeconds(60)));
            Session before = open(host, endpoint);
            try (Session after = new Reboot(() -> open(host, endpoint), Duration.ofSeconds(90)).of(before, "lab-1")) {
                assertThat(after.run(Command.script("cat /proc/1/comm; id -un")).text())
                        .isEqualTo("systemd\nroot");
            }
        }
    }

    private static Session open(LabHost host, SshEndpoint endpoint) {
        return RootSession.open(host.connector().connect(endpoint), Become.PASSWORDLESS);
    }
}
