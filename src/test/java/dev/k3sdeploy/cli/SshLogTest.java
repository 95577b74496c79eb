package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SSH does is shown to those who ask three times. */
@Timeout(60)
class SshLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A server that says its name and hangs up. */
    private String down(String verbosity) throws IOException {
        try (ServerSocket machine = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket client = machine.accept()) {
                    client.getOutputStream().write("SSH-2.0-Abrupt_1.0\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // the test is over
                }
            });
            thread.setDaemon(true);
            thread.start();
            Typed.file(
                    folder,
                    "inv.yml",
                    "k3s_master: {hosts: {far: {ansible_host: 127.0.0.1, ansible_ssh_retries: 0, ansible_port: "
                            + machine.getLocalPort() + "}}}");
            return Typed.in(folder, "down", "--yes", "-i", "inv.yml", verbosity).out();
        }
    }

    @Test
    void whatItDoesIsShownToWhoAsksThreeTimesAndToNobodyElse() throws IOException {
        assertThat(down("-vv")).contains("unreachable: [far]").doesNotContain("SSH-2.0-Abrupt");
        assertThat(down("-vvv"))
                .contains("unreachable: [far]")
                .containsPattern("    ssh \\w+: .*SSH-2\\.0-Abrupt_1\\.0");
    }
}
