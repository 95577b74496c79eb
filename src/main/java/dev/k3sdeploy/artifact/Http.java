package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request, one answer, each wait with its bound. Follows nothing, repeats nothing. Thread-safe. */
final class Http {
    private final HttpSettings settings;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "k3sdeploy-download");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable HttpClient client;

    Http(HttpSettings settings) {
        this.settings = settings;
    }

    /**
     * The body goes to the sink when the status is 200 or 206, else nowhere.
     *
     * @throws K3sDeployException what the sink threw
     */
    Answer get(URI uri, Sink sink, Deadline deadline) throws IOException {
        lookUp(uri);
        // No request.timeout(): from Java 26 on it bounds the whole body, and a large file may well take longer.
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "k3sdeploy");
        sink.requestHeaders().forEach(request::header);
        AtomicReference<@Nullable BodyToSink> body = new AtomicReference<>();
        CompletableFuture<HttpResponse<@Nullable Void>> response = client().sendAsync(request.build(), info -> {
            Answer answer = new Answer(uri, info.statusCode(), info.headers());
            if (!answer.hasBody()) {
                return BodySubscribers.replacing(null);
            }
            BodyToSink toSink = new BodyToSink(sink, answer);
            body.set(toSink);
            return toSink;
        });
        try {
            HttpResponse<@Nullable Void> end = await(response, sink, deadline);
            return new Answer(uri, end.statusCode(), end.headers());
        } finally {
            stop(response, body.get());
        }
    }

    private static void stop(Future<?> response, @Nullable BodyToSink body) {
        response.cancel(true);
        if (body != null) {
            body.stop();
        }
    }

    /** Whom a request for an address really connects to. */
    ProxySettings.Hop hop(URI uri) {
        return settings.proxy().hop(uri);
    }

    private <T> T await(Future<T> response, Sink sink, Deadline deadline) throws IOException {
        long before = sink.received();
        while (true) {
            Duration idle = settings.patience().idle();
            Duration wait = idle.compareTo(deadline.left()) < 0 ? idle : deadline.left();
            try {
                return result(response, wait);
            } catch (TimeoutException e) {
                long now = sink.received();
                if (deadline.passed() || now == before) {
                    throw new HttpTimeoutException("no byte for " + idle.toSeconds() + " s");
                }
                before = now;
            }
        }
    }

    /**
     * The client would find an unknown name too, but takes its time to load; and a name server that does not answer would
     * hold it for as long as the system likes.
     */
    private void lookUp(URI uri) throws IOException {
        String host = settings.proxy().hop(uri).host();
        Future<InetAddress> answer = threads.submit(() -> InetAddress.getByName(host));
        try {
            result(answer, settings.patience().connect());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new UnknownHostException(host);
        }
    }

    private static <T> T result(Future<T> future, Duration patience) throws IOException, TimeoutException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw cause(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** The client wraps what it was told, in layers that differ from version to version. */
    private static IOException cause(ExecutionException wrapper) {
        for (Throwable e = wrapper; e != null; e = e.getCause()) {
            if (e instanceof K3sDeployException ours) {
                throw ours;
            }
        }
        if (wrapper.getCause() instanceof IOException problem) {
            return problem;
        }
        throw new IllegalStateException(wrapper.getCause());
    }

    private synchronized HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.patience().connect())
                    .executor(threads)
                    .proxy(new ProxyRoute(settings.proxy()));
            settings.tls().ifPresent(builder::sslContext);
            settings.proxy().credentials().ifPresent(text -> builder.authenticator(new ProxyLogin(text)));
            client = builder.build();
        }
        return client;
    }
}
