package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A question to many machines at once, which changes nothing. */
public final class Survey {
    private Survey() {}

    /**
     * What one machine answered.
     *
     * @param value null when the machine could not answer
     * @param problem why not; null when it did
     */
    public record Answer<T>(@Nullable T value, @Nullable K3sDeployException problem) {
        public Optional<T> answered() {
            return Optional.ofNullable(value);
        }
    }

    /**
     * Asks each machine, several at once.
     *
     * @return an answer for each, in the order of the targets
     */
    public static <T> Map<Target, Answer<T>> ask(
            Sessions sessions, Collection<Target> targets, int forks, Function<Probe, T> question) {
        ExecutorService threads = Executors.newFixedThreadPool(forks, work -> {
            Thread thread = new Thread(work, "k3sdeploy survey");
            thread.setDaemon(true);
            return thread;
        });
        try (OpenMachines machines = new OpenMachines(sessions)) {
            Map<Target, Future<Answer<T>>> asked = new LinkedHashMap<>();
            for (Target target : targets) {
                LiveMachine machine = new LiveMachine(target, machines, Work.UNSEEN);
                asked.put(target, threads.submit(() -> answer(machine, question)));
            }
            Map<Target, Answer<T>> answers = new LinkedHashMap<>();
            asked.forEach((target, answer) -> answers.put(target, await(answer)));
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Answer<T> answer(Probe machine, Function<Probe, T> question) {
        try {
            return new Answer<>(question.apply(machine), null);
        } catch (K3sDeployException e) {
            return new Answer<>(null, e);
        }
    }

    private static <T> Answer<T> await(Future<Answer<T>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer<>(null, new K3sDeployException("Interrupted", "", e));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question broke", e.getCause());
        }
    }
}
