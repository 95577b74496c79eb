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
    /**
     * The first one of a run.
     *
     * @param title the playbook's
     * @param targets all machines of the run, in its order
     * @param checkOnly whether nothing will be changed
     */
    record RunStarted(String title, List<Target> targets, boolean checkOnly) implements Event {}

    /**
     * A play begins.
     *
     * @param title for people
     * @param tasks how many each machine has to do in it, in the order of the inventory
     */
    record PlayStarted(String title, Map<Target, Integer> tasks) implements Event {
        /**
         * Takes a copy, in the same order.
         *
         * @param title {@link #title()}
         * @param tasks {@link #tasks()}
         */
        public PlayStarted {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        }

        /**
         * The same number for each machine.
         *
         * @param title the play's
         * @param targets in the play's order
         * @param tasks for each machine
         * @return the play, about to begin
         */
        public static PlayStarted of(String title, List<Target> targets, int tasks) {
            Map<Target, Integer> counts = new LinkedHashMap<>();
            targets.forEach(target -> counts.put(target, tasks));
            return new PlayStarted(title, counts);
        }

        /** {@return the machines of the play, in its order} */
        public List<Target> targets() {
            return List.copyOf(tasks.keySet());
        }
    }

    /**
     * A machine begins a task.
     *
     * @param step which task, of which play, where
     */
    record TaskStarted(Step step) implements Event {}

    /**
     * A task waits for something that it saw not to be so yet.
     *
     * @param step which task, where
     * @param seen as a sentence's end: «node agent-2 is NotReady»
     */
    record Waiting(Step step, String seen) implements Event {}

    /**
     * Bytes that have gone to a machine, of how many.
     *
     * @param step which task, where
     * @param done bytes so far
     * @param total bytes in all
     */
    record Progress(Step step, long done, long total) implements Event {}

    /**
     * A command is about to run.
     *
     * @param step the task that wants it
     * @param on the machine; another one than the step's where a task asks a peer
     * @param command may be confidential
     */
    record CommandStarted(Step step, Target on, Command command) implements Event {}

    /**
     * A command has run.
     *
     * @param step the task that wanted it
     * @param on the machine; another one than the step's where a task asked a peer
     * @param command may be confidential
     * @param result without the output of a {@linkplain Command#confidential confidential} command; null when the
     *     machine was lost, or the command was killed at its deadline
     * @param took from the request to the whole answer
     */
    record CommandEnded(
            Step step, Target on, Command command, @Nullable CommandResult result, Duration took) implements Event {}

    /**
     * A machine has ended a task.
     *
     * @param result what came of it
     */
    record TaskEnded(TaskResult result) implements Event {}

    /**
     * The last one of a run.
     *
     * @param report all results
     */
    record RunEnded(Report report) implements Event {}
}
