package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What every machine of the current play is at. */
final class RunningSteps {
    private final LongSupplier nanos;
    private final long began;
    private final Map<Target, Integer> tasks = new LinkedHashMap<>();
    private final Map<Target, Integer> begun = new LinkedHashMap<>();
    private final Map<Target, Integer> ended = new LinkedHashMap<>();
    private final Map<Target, StepNow> running = new LinkedHashMap<>();
    private final List<Target> lost = new ArrayList<>();
    private String play = "";
    private int plays;

    /**
     * Nothing runs yet.
     *
     * @param nanos a clock, as {@link System#nanoTime}
     */
    RunningSteps(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    void accept(Event event) {
        if (event instanceof Event.PlayStarted started) {
            begin(started);
        } else if (event instanceof Event.TaskStarted started) {
            Step step = started.step();
            int number = begun.merge(step.target(), 1, Integer::sum);
            StepNow now = new StepNow(step, number, nanos.getAsLong());
            running.put(step.target(), now);
            if (plays == 1 && number == 1) {
                now.connects();
            }
        } else if (event instanceof Event.Waiting waiting) {
            at(waiting.step()).ifPresent(now -> now.waitsFor(waiting.seen()));
        } else if (event instanceof Event.Progress progress) {
            at(progress.step()).ifPresent(now -> now.sent(progress.done(), progress.total(), nanos.getAsLong()));
        } else if (event instanceof Event.CommandStarted started) {
            at(started.step()).ifPresent(now -> now.runs(started.command()));
        } else if (event instanceof Event.CommandEnded commandEnded) {
            at(commandEnded.step()).ifPresent(now -> now.runs(null));
        } else if (event instanceof Event.TaskEnded taskEnded) {
            Target target = taskEnded.result().target();
            running.remove(target);
            ended.merge(target, 1, Integer::sum);
            if (taskEnded.result().outcome().lostMachine()) {
                lost.add(target);
            }
        }
    }

    private void begin(Event.PlayStarted started) {
        play = started.title();
        plays++;
        List.of(begun, ended, running).forEach(Map::clear);
        lost.clear();
        tasks.clear();
        tasks.putAll(started.tasks());
    }

    /** Empty for what is asked before the step itself begins. */
    private Optional<StepNow> at(Step step) {
        return Optional.ofNullable(running.get(step.target())).filter(now -> now.step.equals(step));
    }

    /** How long a step has been at it; nothing where it is not known. */
    Duration age(Step step) {
        return at(step).map(now -> now.age(nanos.getAsLong())).orElse(Duration.ZERO);
    }

    String play() {
        return play;
    }

    /** The machines of the play. */
    List<Target> targets() {
        return List.copyOf(tasks.keySet());
    }

    /** What the machine is at; null between two steps, and before its first and after its last one. */
    @Nullable
    StepNow at(Target target) {
        return running.get(target);
    }

    List<StepNow> all() {
        return List.copyOf(running.values());
    }

    int tasks(Target target) {
        return tasks.getOrDefault(target, 0);
    }

    boolean lost(Target target) {
        return lost.contains(target);
    }

    boolean begun(Target target) {
        return begun.containsKey(target);
    }

    boolean done(Target target) {
        return !lost(target) && ended.getOrDefault(target, 0) >= tasks(target);
    }

    long now() {
        return nanos.getAsLong();
    }

    Duration elapsed() {
        return Duration.ofNanos(now() - began);
    }
}
