package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Reboot;
import dev.k3sdeploy.remote.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The sessions of a run: each machine connected to once, when it is first needed, and shared by all who ask for it. */
final class OpenMachines implements AutoCloseable {
    private final Sessions sessions;
    private final Losses losses;
    private final Map<Target, CompletableFuture<Session>> open = new ConcurrentHashMap<>();

    /** None may be lost. */
    OpenMachines(Sessions sessions) {
        this(sessions, new Losses(Optional.empty()));
    }

    OpenMachines(Sessions sessions, Losses losses) {
        this.sessions = sessions;
        this.losses = losses;
    }

    /** Whether the run goes on without the machine. */
    boolean isLeftOut(Target target) {
        return losses.isLeftOut(target);
    }

    /** A machine did not answer. */
    void met(Target target, UnreachableException problem) {
        losses.met(target, problem);
    }

    /** Whether the machine has been reached, and was not lost since. */
    boolean isOpen(Target target) {
        CompletableFuture<Session> session = open.get(target);
        return session != null && session.isDone() && !session.isCompletedExceptionally() && !isLeftOut(target);
    }

    /** The same failure for everybody who asks for a machine that could not be reached. */
    Session session(Target target) {
        CompletableFuture<Session> mine = new CompletableFuture<>();
        CompletableFuture<Session> first = open.putIfAbsent(target, mine);
        if (first == null) {
            connect(target, mine);
            first = mine;
        }
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof K3sDeployException problem) {
                throw problem;
            }
            throw e;
        }
    }

    private void connect(Target target, CompletableFuture<Session> result) {
        try {
            result.complete(sessions.open(target));
        } catch (RuntimeException | Error e) { // whoever else waits for this machine must hear of bugs too
            result.completeExceptionally(e);
        }
    }

    /** Who asks for the machine meanwhile gets the session after its restart. */
    void reboot(Target target, Duration within) {
        Session before = session(target);
        CompletableFuture<Session> after = new CompletableFuture<>();
        open.put(target, after);
        try {
            after.complete(new Reboot(() -> sessions.open(target), within).of(before, target.name()));
        } catch (RuntimeException | Error e) { // whoever waits for this machine must hear of bugs too
            after.completeExceptionally(e);
            throw e;
        }
    }

    /** All at once; a machine that is gone by now is no problem of the run's. */
    @Override
    public void close() {
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "k3sdeploy close");
            thread.setDaemon(true);
            return thread;
        });
        CompletableFuture<?>[] closing = open.values().stream()
                .filter(session -> session.isDone() && !session.isCompletedExceptionally())
                .map(session -> CompletableFuture.runAsync(() -> close(session.join()), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing).join();
        threads.shutdown();
    }

    @SuppressWarnings("EmptyCatch")
    private static void close(Session session) {
        try {
            session.close();
        } catch (K3sDeployException e) {
            // its work is done, and what it did is in the report
        }
    }
}
