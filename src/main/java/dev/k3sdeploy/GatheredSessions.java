package dev.k3sdeploy;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.RootSession;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sessions of a run that connects to all its machines at once, before its first task. A wish to stop ends the waiting
 * for machines that do not answer: nothing has begun yet that would have to end well. {@link Stragglers} are not waited for.
 */
final class GatheredSessions implements Sessions, AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final Function<Target, RootSession> opener;
    private final int forks;
    private final Stragglers stragglers;
    private final Interruption interruption;
    private final Map<Target, CompletableFuture<RootSession>> open = new ConcurrentHashMap<>();

    /** Sessions that nobody has asked for yet. */
    GatheredSessions(
            Function<Target, RootSession> opener, int forks, Stragglers stragglers, Interruption interruption) {
        this.opener = opener;
        this.forks = forks;
        this.stragglers = stragglers;
        this.interruption = interruption;
    }

    @Override
    public void ready(Collection<Target> targets) {
        ExecutorService threads = Executors.newFixedThreadPool(forks, work -> {
            Thread thread = new Thread(work, "k3sdeploy connect");
            thread.setDaemon(true);
            return thread;
        });
        targets.forEach(target -> open.put(target, CompletableFuture.supplyAsync(() -> opener.apply(target), threads)));
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        interruption.whenRequested(() -> stopped.complete(null));
        CompletableFuture<Void> all = CompletableFuture.allOf(open.values().toArray(CompletableFuture<?>[]::new))
                .exceptionally(unreachable -> null);
        await(CompletableFuture.anyOf(all, stopped));
        threads.shutdown();
        if (!all.isDone()) {
            threads.shutdownNow();
        }
    }

    /** The caller's interruption is a wish to stop, and stays visible. */
    private void await(CompletableFuture<Object> end) {
        long began = System.nanoTime();
        try {
            while (true) {
                try {
                    end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    Map<Target, UnreachableException> left = stragglers.among(
                            Collections.unmodifiableMap(open), Duration.ofNanos(System.nanoTime() - began));
                    if (!left.isEmpty()) {
                        left.forEach(this::giveUp);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            interruption.request();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither of them fails", e);
        }
    }

    /** Should it come after all, its lock is not held for nothing. */
    private void giveUp(Target target, UnreachableException problem) {
        CompletableFuture<RootSession> late = open.put(target, CompletableFuture.failedFuture(problem));
        CompletableFuture<Void> unused = Objects.requireNonNull(late).thenAccept(RootSession::close);
    }

    /** Those that have been reached and not been asked for yet. */
    List<Target> reached() {
        return open.entrySet().stream()
                .filter(session ->
                        session.getValue().isDone() && !session.getValue().isCompletedExceptionally())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One of those that have been {@link #reached}, which stays here. */
    RootSession session(Target target) {
        return Objects.requireNonNull(open.get(target)).join();
    }

    /** The session that is there; once more for a machine that was restarted. */
    @Override
    public RootSession open(Target target) {
        CompletableFuture<RootSession> first = open.remove(target);
        return first == null ? opener.apply(target) : joined(first);
    }

    /** Whether {@link #open} has no session yet and connects. */
    boolean isNew(Target target) {
        return !open.containsKey(target);
    }

    private static RootSession joined(CompletableFuture<RootSession> session) {
        try {
            return session.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof K3sDeployException problem) {
                throw problem;
            }
            throw e;
        }
    }

    /** Those that nobody has asked for, now or when their machines answer at last. */
    @Override
    public void close() {
        for (CompletableFuture<RootSession> session : open.values()) {
            CompletableFuture<Void> unused = session.thenAccept(RootSession::close);
        }
    }
}
