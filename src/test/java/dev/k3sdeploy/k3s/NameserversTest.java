package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameserversTest {
    @TempDir
    Path root;

    @Test
    void theFirstFileThatPodsCanUseCounts() throws IOException {
        file(
                "etc/resolv.conf",
                "# nameserver 192.0.2.1\nsearch example.org\nnameserver 192.0.2.2\nnameserver 2001:db8::1\n");
        file("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.3\n");

        assertThat(Nameservers.below(root)).containsExactly("192.0.2.2", "2001:db8::1");
    }

    @Test
    void whereOneIsTheMachinesOwnTheNextFileCounts() throws IOException {
        file("etc/resolv.conf", "nameserver 192.0.2.2\nnameserver 127.0.0.53\n");
        assertThat(Nameservers.below(root)).isEmpty();

        file("run/systemd/resolve/resolv.conf", "nameserver\t192.0.2.3\n");
        assertThat(Nameservers.below(root)).containsExactly("192.0.2.3");
    }

    @Test
    void filesThatAreMissingOrEmptyHaveNone() throws IOException {
        assertThat(Nameservers.below(root)).isEmpty();
        file("etc/resolv.conf", "");
        assertThat(Nameservers.below(root)).isEmpty();
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }
}
