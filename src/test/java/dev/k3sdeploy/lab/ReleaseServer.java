package dev.k3sdeploy.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** K3S's channel and download servers in one, with the simulator as the one release, for any architecture. */
final class ReleaseServer implements AutoCloseable {
    static final String VERSION = "v1.32.7+k3s2";

    private final HttpServer server;
    private final byte[] binary;
    private final AtomicInteger downloads = new AtomicInteger();
    private volatile byte[] sent;
    private volatile int announcedTooMuch;

    private ReleaseServer(HttpServer server, byte[] binary) {
        this.server = server;
        this.binary = binary;
        this.sent = binary;
    }

    static ReleaseServer start() {
        try {
            String script = Files.readString(Lab.simulator())
                    .replaceFirst("(?m)^VERSION = \".*\"", "VERSION = \"" + VERSION.replace("$", "") + "\"");
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ReleaseServer releases = new ReleaseServer(http, script.getBytes(StandardCharsets.UTF_8));
            http.createContext("/", releases::answer);
            http.start();
            return releases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Of the true binary, as the checksum file has it. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(binary));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often the binary was asked for. */
    int downloads() {
        return downloads.get();
    }

    /** From now on another file than the checksum's comes. */
    void breakContent() {
        sent = (new String(binary, StandardCharsets.UTF_8) + "# tampered\n").getBytes(StandardCharsets.UTF_8);
    }

    /** From now on the connection ends before the file does. */
    void truncate() {
        announcedTooMuch = 1000;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/channels/stable")) {
                exchange.getResponseHeaders().set("Location", "https://example.invalid/releases/tag/" + VERSION);
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/download/" + VERSION + "/sha256sum-")) {
                byte[] sums = (sha256() + "  k3s\n" + sha256() + "  k3s-arm64\n" + sha256() + "  k3s-armhf\n")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, sums.length);
                exchange.getResponseBody().write(sums);
            } else if (path.startsWith("/download/" + VERSION + "/k3s")) {
                downloads.incrementAndGet();
                exchange.sendResponseHeaders(200, sent.length + announcedTooMuch);
                exchange.getResponseBody().write(sent);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
