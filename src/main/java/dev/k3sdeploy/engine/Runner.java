package dev.k3sdeploy.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs playbooks. Plays run in order; inside a play the machines run at once, each machine's tasks in order. A machine
 * stops at its first failure; a play that lost a machine is the last.
 */
public final class Runner {
    /**
     * How to run.
     *
     * @param checkOnly say what would change, and change nothing
     * @param forks how many machines are worked on at once, 1 or more
     */
    public record Options(boolean checkOnly, int forks) {
        public static final Options DEFAULTS = new Options(false, 20);
    }

    private final Sessions sessions;
    private final Options options;
    private final Consumer<Event> listener;
    private final Interruption interruption;

    /**
     * A runner for one run.
     *
     * @param listener hears one event at a time, from the run's threads
     * @param interruption may be asked for from any thread
     */
    public Runner(Sessions sessions, Options options, Consumer<Event> listener, Interruption interruption) {
        this.sessions = sessions;
        this.options = options;
        this.listener = listener;
        this.interruption = interruption;
    }

    /** Returns when the run is over, with whatever it met; throws only for bugs. */
    public Report run(Playbook playbook) {
        long started = System.nanoTime();
        List<Target> targets = targets(playbook);
        List<TaskResult> results = new ArrayList<>();
        tell(new Event.RunStarted(playbook.title(), targets, options.checkOnly()));
        ExecutorService threads = threads();
        try (OpenMachines machines = new OpenMachines(sessions)) {
            for (Play play : playbook.plays()) {
                List<TaskResult> played = play(play, machines, threads);
                results.addAll(played);
                if (interruption.requested()
                        || played.stream().anyMatch(result -> result.outcome().lostMachine())) {
                    break;
                }
            }
        } finally {
            threads.shutdownNow();
        }
        Report report =
                new Report(results, targets, interruption.requested(), Duration.ofNanos(System.nanoTime() - started));
        tell(new Event.RunEnded(report));
        return report;
    }

    private static List<Target> targets(Playbook playbook) {
        Set<Target> targets = new LinkedHashSet<>();
        playbook.plays().forEach(play -> targets.addAll(play.tasks().keySet()));
        return List.copyOf(targets);
    }

    private ExecutorService threads() {
        AtomicInteger count = new AtomicInteger();
        return Executors.newFixedThreadPool(options.forks(), work -> {
            Thread thread = new Thread(work, "k3sdeploy machine " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private List<TaskResult> play(Play play, OpenMachines machines, ExecutorService threads) {
        Map<Target, Integer> counts = new LinkedHashMap<>();
        play.tasks().forEach((target, tasks) -> counts.put(target, tasks.size()));
        tell(new Event.PlayStarted(play.title(), counts));
        Turns turns = new Turns(play.turns(), interruption);
        List<Future<List<TaskResult>>> running = new ArrayList<>();
        play.tasks()
                .forEach(
                        (target, tasks) -> running.add(threads.submit(() -> onMachine(play, target, machines, turns))));
        List<TaskResult> results = new ArrayList<>();
        for (Future<List<TaskResult>> machine : running) {
            results.addAll(await(machine));
        }
        return results;
    }

    /** The caller's interruption is a wish to stop: what runs ends first, and the interrupt stays visible. */
    private List<TaskResult> await(Future<List<TaskResult>> machine) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return machine.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    interruption.request();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a task broke", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<TaskResult> onMachine(Play play, Target target, OpenMachines machines, Turns turns) {
        List<TaskResult> results = new ArrayList<>();
        for (Task task : play.tasks().getOrDefault(target, List.of())) {
            if (interruption.requested()) {
                break;
            }
            TaskResult result = task(play, target, task, machines, turns);
            results.add(result);
            if (result.outcome().lostMachine()) {
                break;
            }
        }
        return results;
    }

    private TaskResult task(Play play, Target target, Task task, OpenMachines machines, Turns turns) {
        long started = System.nanoTime();
        Step step = new Step(play.title(), target, task.title());
        tell(new Event.TaskStarted(step));
        LiveMachine machine = new LiveMachine(target, machines, Work.of(step, this::tell));
        TaskRun.Surroundings around = new TaskRun.Surroundings(
                options.checkOnly(), interruption, turns, seen -> tell(new Event.Waiting(step, seen)));
        Outcome outcome = new TaskRun(task, machine, around).outcome();
        TaskResult result = new TaskResult(
                play.title(), target, task.title(), outcome, Duration.ofNanos(System.nanoTime() - started));
        tell(new Event.TaskEnded(result));
        return result;
    }

    private synchronized void tell(Event event) {
        listener.accept(event);
    }
}
