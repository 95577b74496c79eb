package dev.k3sdeploy.artifact;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a server answers one request: well, or in one of the ways in which servers and networks fail. */
interface TestAnswer {
    void send(HttpExchange exchange) throws IOException;

    static TestAnswer bytes(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static TestAnswer text(String body) {
        return bytes(body.getBytes(StandardCharsets.UTF_8));
    }

    static TestAnswer html(String body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            text(body).send(exchange);
        };
    }

    static TestAnswer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static TestAnswer redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Without a Content-Length, so that the end of the body is all that tells its size. */
    static TestAnswer chunked(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
        };
    }

    /** Promises the whole body and closes the connection after a part of it. */
    static TestAnswer cut(byte[] body, int after, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, after);
            exchange.getResponseBody().flush();
        };
    }

    /** Serves Range requests whose If-Range names its ETag, as RFC 9110 has it. */
    static TestAnswer resumable(byte[] body, String etag) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
            int from = range == null || !same ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().set("ETag", etag);
            part(body, from, from > 0).send(exchange);
        };
    }

    /** Serves Range requests too, and cuts each answer after some bytes. */
    static TestAnswer resumableCut(byte[] body, int after, String etag) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            int to = Math.min(body.length, from + after);
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, body.length - from);
            exchange.getResponseBody().write(body, from, to - from);
            exchange.getResponseBody().flush();
        };
    }

    /** A 206 that begins somewhere, whatever was asked for. */
    static TestAnswer part(byte[] body, int from, boolean partial) {
        return exchange -> {
            byte[] rest = Arrays.copyOfRange(body, from, body.length);
            if (partial) {
                String range = "bytes " + from + "-" + (body.length - 1) + "/" + body.length;
                exchange.getResponseHeaders().set("Content-Range", range);
            }
            exchange.sendResponseHeaders(partial ? 206 : 200, rest.length);
            exchange.getResponseBody().write(rest);
        };
    }

    /** Sends a part and then nothing, with the connection open, until the latch. */
    static TestAnswer stall(byte[] body, int after, CountDownLatch release) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, after);
            exchange.getResponseBody().flush();
            pause(release, 20_000);
        };
    }

    /** A body in small pieces, each after a pause. */
    static TestAnswer trickle(byte[] body, int pieces, long pauseMillis) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < pieces; i++) {
                int from = (int) ((long) body.length * i / pieces);
                int to = (int) ((long) body.length * (i + 1) / pieces);
                out.write(body, from, to - from);
                out.flush();
                pause(new CountDownLatch(1), pauseMillis);
            }
        };
    }

    private static void pause(CountDownLatch latch, long millis) throws IOException {
        try {
            boolean released = latch.await(millis, TimeUnit.MILLISECONDS);
            if (released) {
                throw new IOException("released");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
