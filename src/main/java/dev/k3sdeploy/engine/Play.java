package dev.k3sdeploy.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tasks for some machines: the machines at the same time, each machine's tasks in order.
 *
 * @param title for people
 * @param tasks in the order of the inventory
 * @param turns how many machines may do at once what a task wants done in turn ({@link Verdict.InTurn}), 1 or more
 */
public record Play(String title, Map<Target, List<Task>> tasks, int turns) {
    /**
     * Takes copies, in the same order.
     *
     * @param title {@link #title()}
     * @param tasks {@link #tasks()}
     * @param turns {@link #turns()}
     */
    public Play {
        Map<Target, List<Task>> copy = new LinkedHashMap<>();
        tasks.forEach((target, list) -> copy.put(target, List.copyOf(list)));
        tasks = Collections.unmodifiableMap(copy);
    }

    /**
     * The same tasks for each machine.
     *
     * @param title what it is about, for people
     * @param targets each machine once
     * @param tasks in the order in which a machine does them
     * @return the play, one turn at a time
     */
    public static Play of(String title, Collection<Target> targets, Task... tasks) {
        Builder builder = titled(title);
        targets.forEach(target -> builder.on(target, tasks));
        return builder.build();
    }

    /**
     * {@return what collects tasks machine by machine}
     *
     * @param title what it is about, for people
     */
    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** The same without some machines. */
    Play without(Predicate<Target> leftOut) {
        Map<Target, List<Task>> others = new LinkedHashMap<>(tasks);
        others.keySet().removeIf(leftOut);
        return new Play(title, others, turns);
    }

    /** Collects a play's tasks machine by machine. */
    public static final class Builder {
        private final String title;
        private final Map<Target, List<Task>> tasks = new LinkedHashMap<>();
        private int turns = 1;

        private Builder(String title) {
            this.title = title;
        }

        /**
         * Adds to what the machine has to do in this play.
         *
         * @param target a machine
         * @param added after those that it has already
         * @return this builder
         */
        public Builder on(Target target, Task... added) {
            tasks.computeIfAbsent(target, t -> new ArrayList<>()).addAll(List.of(added));
            return this;
        }

        /**
         * How many machines may be at it at once where a task asks for a turn; one otherwise.
         *
         * @param atOnce 1 or more
         * @return this builder
         */
        public Builder turns(int atOnce) {
            turns = atOnce;
            return this;
        }

        /** {@return the play; later additions do not change it} */
        public Play build() {
            return new Play(title, tasks, turns);
        }
    }
}
