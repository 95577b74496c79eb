package dev.k3sdeploy.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of S3 as a snapshot needs: one bucket, objects put, listed, read and deleted, over HTTPS with a certificate of
 * its own. A request without the access key is refused; signatures are not looked at.
 */
final class ObjectStore implements AutoCloseable {
    static final String BUCKET = "snapshots";

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Map<String, Integer> objects = new ConcurrentSkipListMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpsServer server;
    private final Path certificate;
    private final String accessKey;

    /**
     * @param address of this machine, which the lab's hosts reach
     * @param folder for its key and certificate
     */
    ObjectStore(String address, Path folder, String accessKey) {
        this.accessKey = accessKey;
        Path keys = folder.resolve("objects.p12");
        certificate = folder.resolve("objects.pem");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "objects",
                "-keyalg",
                "EC",
                "-dname",
                "CN=objects",
                "-ext",
                "san=ip:" + address);
        keytool(keys, "-exportcert", "-rfc", "-alias", "objects", "-file", certificate.toString());
        try {
            server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static void keytool(Path keys, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", new String(PASSWORD)));
        LocalProgram.run(command.toArray(String[]::new));
    }

    private static SSLContext tls(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization == null || !authorization.contains("Credential=" + accessKey + "/")) {
                say(exchange, 403, "<Error><Code>AccessDenied</Code></Error>");
                return;
            }
            String path = exchange.getRequestURI().getPath().replaceFirst("^/" + BUCKET + "/?", "");
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> exchange.sendResponseHeaders(200, -1);
                case "PUT" -> {
                    objects.put(path, body.length);
                    exchange.getResponseHeaders().set("ETag", "\"0\"");
                    exchange.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    objects.remove(path);
                    exchange.sendResponseHeaders(204, -1);
                }
                case "GET" -> say(exchange, 200, listing());
                default -> say(exchange, 501, "<Error><Code>NotImplemented</Code></Error>");
            }
        }
    }

    private String listing() {
        return objects.entrySet().stream()
                .map(object -> "<Contents><Key>" + object.getKey() + "</Key><Size>" + object.getValue()
                        + "</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>")
                .collect(Collectors.joining(
                        "", "<ListBucketResult><IsTruncated>false</IsTruncated>", "</ListBucketResult>"));
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** {@code HOST:PORT} */
    String endpoint() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** In PEM. */
    Path certificate() {
        return certificate;
    }

    /** Their bytes, by their keys. */
    Map<String, Integer> objects() {
        return Map.copyOf(objects);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
