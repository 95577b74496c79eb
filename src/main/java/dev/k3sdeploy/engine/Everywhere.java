package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The same work on many machines at once, outside of a run.
 *
 * @param targets at least one
 * @param forks on how many at the same time
 * @param interruption ends work that has begun, too
 */
record Everywhere(Sessions sessions, Collection<Target> targets, int forks, Interruption interruption) {
    /** What came of the work on each machine, in the order of the targets. */
    <T> Map<Target, Survey.Answer<T>> run(Function<LiveMachine, T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(forks, task -> {
            Thread thread = new Thread(task, "k3sdeploy everywhere");
            thread.setDaemon(true);
            return thread;
        });
        try (OpenMachines machines = new OpenMachines(sessions)) {
            Map<Target, Future<Survey.Answer<T>>> begun = new LinkedHashMap<>();
            for (Target target : targets) {
                LiveMachine machine = new LiveMachine(target, machines, new Foretold(), changed -> {}, Work.UNSEEN);
                Callable<Survey.Answer<T>> one = () -> answer(work, machine);
                begun.put(target, threads.submit(one));
            }
            interruption.whenRequested(() -> end(threads));
            Map<Target, Survey.Answer<T>> answers = new LinkedHashMap<>();
            begun.forEach((target, answer) -> answers.put(target, await(answer)));
            return answers;
        } finally {
            end(threads);
        }
    }

    /** Work that has begun is told, and cleans up; the rest never begins. */
    private static void end(ExecutorService threads) {
        List<Runnable> waiting = threads.shutdownNow();
        waiting.forEach(each -> ((Future<?>) each).cancel(false));
    }

    private static <T> Survey.Answer<T> answer(Function<LiveMachine, T> work, LiveMachine machine) {
        try {
            return new Survey.Answer<>(work.apply(machine), null);
        } catch (K3sDeployException e) {
            return new Survey.Answer<>(null, e);
        }
    }

    private static <T> Survey.Answer<T> await(Future<Survey.Answer<T>> answer) {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return interrupted(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("what is done on a machine broke", e.getCause());
        }
    }

    private static <T> Survey.Answer<T> interrupted(Exception cause) {
        return new Survey.Answer<>(null, new K3sDeployException("Interrupted", "", cause));
    }
}
