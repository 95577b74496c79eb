package dev.k3sdeploy.machines;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Work on several machines at the same time. */
final class AtOnce {
    private static final int AT_MOST = 8;

    private AtOnce() {}

    /** Returns when all work has ended; throws the first failure then, in the machines' order. */
    static <T> void each(List<T> machines, Consumer<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_MOST, machines.size()), task -> {
            Thread thread = new Thread(task, "k3sdeploy makes machines");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            machines.forEach(machine -> running.add(threads.submit(() -> work.accept(machine))));
            threads.shutdown();
            awaitAll(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitAll(List<Future<?>> running) {
        K3sDeployException first = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof K3sDeployException problem)) {
                    throw new IllegalStateException(e.getCause());
                }
                first = first == null ? problem : first;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new K3sDeployException(
                        "Interrupted while machines were made", "The same command goes on there", e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
