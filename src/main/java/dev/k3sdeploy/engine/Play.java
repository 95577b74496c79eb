package dev.k3sdeploy.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks for some machines: the machines at the same time, each machine's tasks in order.
 *
 * @param tasks in the order of the inventory
 * @param turns how many machines may do at once what a task wants done in turn ({@link Verdict.InTurn}), 1 or more
 */
public record Play(String title, Map<Target, List<Task>> tasks, int turns) {
    public Play {
        Map<Target, List<Task>> copy = new LinkedHashMap<>();
        tasks.forEach((target, list) -> copy.put(target, List.copyOf(list)));
        tasks = Collections.unmodifiableMap(copy);
    }

    /** The same tasks for each machine. */
    public static Play of(String title, Collection<Target> targets, Task... tasks) {
        Builder builder = titled(title);
        targets.forEach(target -> builder.on(target, tasks));
        return builder.build();
    }

    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** Collects a play's tasks machine by machine. */
    public static final class Builder {
        private final String title;
        private final Map<Target, List<Task>> tasks = new LinkedHashMap<>();
        private int turns = 1;

        private Builder(String title) {
            this.title = title;
        }

        /** Adds to what the machine has to do in this play. */
        public Builder on(Target target, Task... added) {
            tasks.computeIfAbsent(target, t -> new ArrayList<>()).addAll(List.of(added));
            return this;
        }

        /** How many machines may be at it at once where a task asks for a turn; one otherwise. */
        public Builder turns(int atOnce) {
            turns = atOnce;
            return this;
        }

        public Play build() {
            return new Play(title, tasks, turns);
        }
    }
}
