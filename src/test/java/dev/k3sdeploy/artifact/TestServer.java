package dev.k3sdeploy.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback that answers each path as it was told, and writes down what it was asked. */
final class TestServer implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an ACK
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<TestAnswer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TestServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static TestServer http() {
        try {
            return new TestServer(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestServer https(TestCertificate certificate) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
            return new TestServer(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** One after the other, the last one for ever. */
    void on(String rawPath, TestAnswer... inTurn) {
        answers.put(rawPath, new ArrayDeque<>(Arrays.asList(inTurn)));
    }

    String url() {
        return scheme + "://localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The raw paths, each with the Range that was asked for. */
    List<String> requests() {
        return requests;
    }

    long requestsOf(String rawPath) {
        return requests.stream()
                .filter(line -> line.equals(rawPath) || line.startsWith(rawPath + " "))
                .count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? path : path + " " + range);
        try (exchange) {
            next(path).send(exchange);
        }
    }

    private TestAnswer next(String path) {
        Deque<TestAnswer> left = answers.getOrDefault(path, new ArrayDeque<>());
        synchronized (left) {
            TestAnswer next = left.size() > 1 ? left.poll() : left.peek();
            return next == null ? TestAnswer.status(404) : next;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
