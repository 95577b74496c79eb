package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Carries a body to a sink as it arrives. After {@link #stop} nothing reaches the sink any more. */
final class BodyToSink implements BodySubscriber<@Nullable Void> {
    private final Sink sink;
    private final Answer answer;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private boolean stopped;

    BodyToSink(Sink sink, Answer answer) {
        this.sink = sink;
        this.answer = answer;
    }

    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return end;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        deliver(() -> sink.begin(answer));
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> parts) {
        deliver(() -> {
            for (ByteBuffer part : parts) {
                sink.write(part);
            }
        });
    }

    @Override
    public synchronized void onError(Throwable problem) {
        end.completeExceptionally(problem);
    }

    @Override
    public synchronized void onComplete() {
        end.complete(null);
    }

    synchronized void stop() {
        stopped = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void deliver(Delivery delivery) {
        if (stopped) {
            return;
        }
        try {
            delivery.run();
            if (subscription != null) {
                subscription.request(1);
            }
        } catch (IOException | RuntimeException e) {
            stop();
            end.completeExceptionally(e);
        }
    }

    private interface Delivery {
        void run() throws IOException;
    }
}
