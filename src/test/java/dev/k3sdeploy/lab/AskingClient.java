package dev.k3sdeploy.lab;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API for the nodes every 200 ms, by a kubeconfig, as somebody does who knows nothing of what goes on meanwhile;
 * and notes for how long it got no answer.
 */
final class AskingClient implements AutoCloseable {
    private static final int PERIOD_MS = 200;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "asking-client");
        thread.setDaemon(true);
        return thread;
    });
    private final KubernetesClient client;
    private final ScheduledFuture<?> asking;
    private final List<Outage> outages = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private @Nullable Instant silentSince;

    /** From the first question without an answer to the next answer. */
    record Outage(Instant from, Instant to) {
        @Override
        public String toString() {
            return Duration.between(from, to).toMillis() + " ms";
        }
    }

    AskingClient(Path kubeconfig) {
        client = new KubernetesClientBuilder().withConfig(config(kubeconfig)).build();
        asking = clock.scheduleWithFixedDelay(this::ask, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** Tries each question once: an answer after a second attempt would hide that the first got none. */
    private static Config config(Path kubeconfig) {
        try {
            return new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig)))
                    .withRequestRetryBackoffLimit(0)
                    .withConnectionTimeout(2000)
                    .withRequestTimeout(2000)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask() {
        Instant asked = Instant.now();
        boolean answered;
        try {
            answered = !client.nodes().list().getItems().isEmpty();
        } catch (KubernetesClientException e) {
            answered = false;
        }
        note(answered, asked);
    }

    private synchronized void note(boolean answered, Instant asked) {
        Instant since = silentSince;
        if (!answered) {
            silentSince = since == null ? asked : since;
            return;
        }
        answers.incrementAndGet();
        if (since != null) {
            outages.add(new Outage(since, Instant.now()));
            silentSince = null;
        }
    }

    int answers() {
        return answers.get();
    }

    synchronized List<Outage> outages() {
        return List.copyOf(outages);
    }

    @Override
    public synchronized String toString() {
        return "asked every " + PERIOD_MS + " ms: " + answers + " answers, without one for "
                + (outages.isEmpty() ? "no time" : outages);
    }

    @Override
    public void close() {
        asking.cancel(true);
        clock.shutdownNow();
        client.close();
    }
}
