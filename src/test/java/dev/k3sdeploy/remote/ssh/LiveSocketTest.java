package dev.k3sdeploy.remote.ssh;

import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveSocketTest {
    private static final int EXCHANGES = 20;

    /** Of sockets that talk in turn the system delays what it acknowledges, until it is told otherwise. */
    @Test
    void whatComesIsAcknowledgedAtOnceHoweverLongTheTwoHaveTalked() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LiveSocket socket = LiveSocket.connect(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        server.getLocalPort(),
                        Duration.ofSeconds(10));
                Socket other = server.accept()) {
            assumeTrue(socket.supportedOptions().contains(TCP_QUICKACK), "not on this system");
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();

            for (int i = 0; i < EXCHANGES; i++) {
                socket.getOutputStream().write(new byte[] {1, 2, 3});
                assertThat(other.getInputStream().readNBytes(3)).hasSize(3);
                other.getOutputStream().write(new byte[] {4});
                assertThat(socket.getInputStream().read()).isEqualTo(4);
            }

            socket.getOutputStream().write(new byte[] {5});
            assertThat(socket.getOption(TCP_QUICKACK)).isTrue();
        }
    }
}
