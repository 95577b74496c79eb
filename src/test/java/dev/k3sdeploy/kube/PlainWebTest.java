package dev.k3sdeploy.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Requests to an address, for a name that no DNS knows. */
class PlainWebTest {
    private final Web web = new PlainWeb();

    @Test
    void itConnectsToTheAddressAndAsksForTheName() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(203, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            assertThat(web.get("127.0.0.1", server.getAddress().getPort(), "whoami.course.test"))
                    .isEqualTo(new Web.Page(203, "whoami.course.test"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyThereIsAProblem() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> web.get("127.0.0.1", port, "a.test")).isInstanceOf(IOException.class);
    }

    @Test
    void namesAreLookedUp() {
        assertThat(web.resolves("localhost")).isTrue();
        assertThat(web.resolves("no-such-host.invalid")).isFalse();
    }
}
