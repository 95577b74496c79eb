package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.TaskResult;
import dev.k3sdeploy.problem.Message;
import java.time.Duration;

/** The same task that ended the same way on several machines. */
record Grouped(String word, String task, int machines, Duration shortest, Duration longest) {
    static Grouped of(String word, TaskResult result) {
        return new Grouped(word, result.task(), 1, result.took(), result.took());
    }

    Grouped and(Grouped other) {
        return new Grouped(
                word,
                task,
                machines + other.machines,
                shortest.compareTo(other.shortest) < 0 ? shortest : other.shortest,
                longest.compareTo(other.longest) > 0 ? longest : other.longest);
    }

    /** {@code [187 machines] Install k3s (0.2 s to 4.1 s)}. */
    Message text() {
        Message count = machines == 1 ? Message.of("run.machine") : Message.of("run.machines", machines);
        return Message.shaped("[{0}] {1}{2}", count, task, took());
    }

    private Message took() {
        if (longest.compareTo(Duration.ofSeconds(1)) < 0) {
            return Message.NONE;
        }
        return machines == 1
                ? Message.verbatim(" (" + Clock.exact(longest) + ")")
                : Message.of("run.from-to", Clock.exact(shortest), Clock.exact(longest));
    }
}
