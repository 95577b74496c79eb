package dev.k3sdeploy.engine;

import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is told of the work on a machine. */
interface Work {
    /** For questions that nobody watches. */
    Work UNSEEN = new Work() {
        @Override
        public void sent(long done, long total) {}

        @Override
        public void started(Target on, Command command) {}

        @Override
        public void ended(Target on, Command command, @Nullable CommandResult result, Duration took) {}
    };

    void sent(long done, long total);

    void started(Target on, Command command);

    /** After each start; {@code result} is null when the command did not come to its end. */
    void ended(Target on, Command command, @Nullable CommandResult result, Duration took);

    /** As a step's events. */
    static Work of(Step step, Consumer<Event> listener) {
        return new Work() {
            @Override
            public void sent(long done, long total) {
                listener.accept(new Event.Progress(step, done, total));
            }

            @Override
            public void started(Target on, Command command) {
                listener.accept(new Event.CommandStarted(step, on, command));
            }

            @Override
            public void ended(Target on, Command command, @Nullable CommandResult result, Duration took) {
                listener.accept(new Event.CommandEnded(step, on, command, result, took));
            }
        };
    }
}
