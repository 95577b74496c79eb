package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs playbooks. Plays run in order; inside a play the machines run at once, each machine's tasks in order. A machine
 * stops at its first failure; a play that lost a machine is the last, unless there is a {@link Tolerance}.
 */
public final class Runner {
    /**
     * How to run.
     *
     * @param checkOnly say what would change, and change nothing
     * @param forks how many machines are worked on at once, 1 or more
     * @param tolerance how many machines may be lost; without one, a play that lost a machine is the last
     */
    public record Options(boolean checkOnly, int forks, Optional<Tolerance> tolerance) {
        /** Changes machines, 20 at once. */
        public static final Options DEFAULTS = new Options(false, 20);

        /**
         * Options of a run that no machine may be lost of.
         *
         * @param checkOnly {@link #checkOnly()}
         * @param forks {@link #forks()}
         */
        public Options(boolean checkOnly, int forks) {
            this(checkOnly, forks, Optional.empty());
        }
    }

    private final Sessions sessions;
    private final Options options;
    private final Consumer<Event> listener;
    private final Interruption interruption;

    /** The first tasks that are waited for already, and since when, by {@link System#nanoTime}. */
    private final Map<Step, Long> begun = new ConcurrentHashMap<>();

    /**
     * A runner for one run.
     *
     * @param sessions opens the machines' sessions, and is closed by who made it
     * @param options how many at once, and whether in earnest
     * @param listener hears one event at a time, from the run's threads
     * @param interruption may be asked for from any thread
     */
    public Runner(Sessions sessions, Options options, Consumer<Event> listener, Interruption interruption) {
        this.sessions = sessions;
        this.options = options;
        this.listener = listener;
        this.interruption = interruption;
    }

    /**
     * Returns when the run is over, with whatever it met.
     *
     * @param playbook what to do
     * @return all results, of tasks that were not begun, too
     * @throws dev.k3sdeploy.problem.K3sDeployException when the sessions do not let it begin; otherwise throws only for
     *     bugs
     */
    public Report run(Playbook playbook) {
        long started = System.nanoTime();
        List<Target> targets = targets(playbook);
        List<TaskResult> results = new ArrayList<>();
        tell(new Event.RunStarted(playbook.title(), targets, options.checkOnly()));
        ExecutorService threads = threads();
        Losses losses = new Losses(options.tolerance());
        try (OpenMachines machines = new OpenMachines(sessions, losses)) {
            playbook.plays().stream().findFirst().ifPresent(this::begin);
            sessions.ready(targets);
            results.addAll(plays(playbook.plays(), machines, losses, threads));
        } finally {
            threads.shutdownNow();
        }
        Report report =
                new Report(results, targets, interruption.requested(), Duration.ofNanos(System.nanoTime() - started));
        tell(new Event.RunEnded(report));
        return report;
    }

    /** Of all plays that were begun. */
    private List<TaskResult> plays(List<Play> plays, OpenMachines machines, Losses losses, ExecutorService threads) {
        List<TaskResult> results = new ArrayList<>();
        Foresight foresight = new Foresight(machines, this::tell);
        for (int next = 0; next < plays.size() && !interruption.requested(); next++) {
            Play play = plays.get(next).without(losses::isLeftOut);
            if (play.tasks().isEmpty()) {
                continue;
            }
            if (next > 0) {
                tell(started(play));
            }
            lookAhead(foresight, plays.subList(next, plays.size()), threads);
            Turns turns = new Turns(play.turns(), interruption);
            results.addAll(play(
                    new Playing(play, machines, foresight, turns, losses, new ConcurrentLinkedQueue<>()), threads));
            Optional<List<Target>> left = losses.afterPlay(turns);
            if (left.isEmpty()) {
                break;
            }
            left.get().forEach(foresight::moved);
        }
        return results;
    }

    /** To get at the machines is a part of their first tasks: who watches sees which one is waited for. */
    private void begin(Play first) {
        tell(started(first));
        first.tasks().entrySet().stream().limit(options.forks()).forEach(machine -> {
            Step step = new Step(
                    first.title(), machine.getKey(), machine.getValue().get(0).title());
            begun.put(step, System.nanoTime());
            tell(new Event.TaskStarted(step));
        });
    }

    private static Event started(Play play) {
        Map<Target, Integer> counts = new LinkedHashMap<>();
        play.tasks().forEach((target, tasks) -> counts.put(target, tasks.size()));
        return new Event.PlayStarted(play.title(), counts);
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

    private void lookAhead(Foresight foresight, List<Play> plays, ExecutorService threads) {
        try {
            foresight.before(plays, threads);
        } catch (InterruptedException e) {
            interruption.request();
            Thread.currentThread().interrupt();
        }
    }

    /** A play that is under way, and what its machines share. */
    private record Playing(
            Play play,
            OpenMachines machines,
            Foresight foresight,
            Turns turns,
            Losses losses,
            Queue<TaskResult> lost) {}

    private List<TaskResult> play(Playing playing, ExecutorService threads) {
        List<Future<List<TaskResult>>> running = new ArrayList<>();
        playing.play()
                .tasks()
                .forEach((target, tasks) -> running.add(threads.submit(() -> onMachine(playing, target, tasks))));
        List<TaskResult> results = new ArrayList<>();
        for (Future<List<TaskResult>> machine : running) {
            results.addAll(await(machine));
        }
        results.addAll(playing.lost());
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

    private List<TaskResult> onMachine(Playing playing, Target target, List<Task> tasks) {
        List<TaskResult> results = new ArrayList<>();
        for (Task task : tasks) {
            if (interruption.requested() || playing.losses().stopped()) {
                break;
            }
            TaskResult result = task(playing, target, task);
            playing.losses().note(target, result.outcome());
            results.add(result);
            if (result.outcome().lostMachine()) {
                break;
            }
        }
        return results;
    }

    private TaskResult task(Playing playing, Target target, Task task) {
        Step step = new Step(playing.play().title(), target, task.title());
        @Nullable Long before = begun.remove(step);
        long started = before == null ? System.nanoTime() : before;
        if (before == null) {
            tell(new Event.TaskStarted(step));
        }
        Foresight foresight = playing.foresight();
        LiveMachine machine = new LiveMachine(
                target, playing.machines(), foresight.foretold(), foresight::moved, Work.of(step, this::tell));
        TaskRun.Surroundings around = new TaskRun.Surroundings(
                options.checkOnly(),
                interruption,
                playing.turns(),
                foresight.of(target, task),
                files -> foresight.wouldMove(target, files),
                problem -> isLeftOut(playing, step, problem),
                waitingFor -> {
                    foresight.allMoved();
                    tell(new Event.Waiting(step, waitingFor));
                });
        Outcome outcome = new TaskRun(task, machine, around).outcome();
        TaskResult result = new TaskResult(
                step.play(), target, task.title(), outcome, Duration.ofNanos(System.nanoTime() - started));
        tell(new Event.TaskEnded(result));
        return result;
    }

    /** The machine that a task of another one could not ask is told of as one that has been lost. */
    private boolean isLeftOut(Playing playing, Step step, UnreachableException problem) {
        Optional<Target> lost = playing.losses().leaveOut(problem, step.target());
        lost.ifPresent(target -> {
            playing.foresight().moved(target);
            tell(new Event.TaskStarted(new Step(step.play(), target, step.task())));
            TaskResult result =
                    new TaskResult(step.play(), target, step.task(), new Outcome.Unreachable(problem), Duration.ZERO);
            playing.lost().add(result);
            tell(new Event.TaskEnded(result));
        });
        return lost.isPresent();
    }

    private synchronized void tell(Event event) {
        listener.accept(event);
    }
}
