package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a run: each machine connected to once, when it is first needed, and shared by all who ask for it. */
final class OpenMachines implements AutoCloseable {
    private final Sessions sessions;
    private final Map<Target, CompletableFuture<Session>> open = new ConcurrentHashMap<>();

    OpenMachines(Sessions sessions) {
        this.sessions = sessions;
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
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        open.values().parallelStream().forEach(session -> {
            if (session.isDone() && !session.isCompletedExceptionally()) {
                session.join().close();
            }
        });
    }
}
