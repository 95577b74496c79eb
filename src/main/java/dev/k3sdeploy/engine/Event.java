package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run tells while it goes on. Listeners hear one event at a time. */
public sealed interface Event {
    record RunStarted(String title, List<Target> targets, boolean checkOnly) implements Event {}

    /**
     * A play begins.
     *
     * @param tasks how many each machine has to do in it, in the order of the inventory
     */
    record PlayStarted(String title, Map<Target, Integer> tasks) implements Event {
        public PlayStarted {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        }

        /** The same number for each machine. */
        public static PlayStarted of(String title, List<Target> targets, int tasks) {
            Map<Target, Integer> counts = new LinkedHashMap<>();
            targets.forEach(target -> counts.put(target, tasks));
            return new PlayStarted(title, counts);
        }

        public List<Target> targets() {
            return List.copyOf(tasks.keySet());
        }
    }

    record TaskStarted(Step step) implements Event {}

    /** A task waits for something that it saw not to be so yet. */
    record Waiting(Step step, String seen) implements Event {}

    /** Bytes that have gone to a machine, of how many. */
    record Progress(Step step, long done, long total) implements Event {}

    /**
     * A command is about to run.
     *
     * @param on the machine; another one than the step's where a task asks a peer
     */
    record CommandStarted(Step step, Target on, Command command) implements Event {}

    /**
     * A command has run.
     *
     * @param result without the output of a {@linkplain Command#confidential confidential} command; null when the
     *     machine was lost, or the command was killed at its deadline
     */
    record CommandEnded(
            Step step, Target on, Command command, @Nullable CommandResult result, Duration took) implements Event {}

    record TaskEnded(TaskResult result) implements Event {}

    record RunEnded(Report report) implements Event {}
}
