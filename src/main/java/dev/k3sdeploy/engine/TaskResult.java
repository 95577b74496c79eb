package dev.k3sdeploy.engine;

import java.time.Duration;

/**
 * One task on one machine, done.
 *
 * @param play its title
 * @param target where
 * @param task its title
 * @param outcome how it ended
 * @param took from the first check to the last
 */
public record TaskResult(String play, Target target, String task, Outcome outcome, Duration took) {
    /** {@return the task, its play and its machine} */
    public Step step() {
        return new Step(play, target, task);
    }
}
