package dev.k3sdeploy.engine;

import java.time.Duration;

/** One task on one machine, done. */
public record TaskResult(String play, Target target, String task, Outcome outcome, Duration took) {
    public Step step() {
        return new Step(play, target, task);
    }
}
