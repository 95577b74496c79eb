package dev.k3sdeploy.engine;

import java.util.Set;
import java.util.function.Function;

/** What a task says about a machine. */
public sealed interface Verdict {
    /**
     * The machine is in the state.
     *
     * @param because what was found, as a sentence's end: «it runs»
     */
    record InPlace(String because) implements Verdict {}

    /**
     * The machine is not in the state; {@code fix} is the only thing that can bring it there.
     *
     * @param diff what differs, for people
     * @param fix called at most once, and not in check mode
     * @param stage whether this is one of several gaps that are found and closed one after the other, as in «drain,
     *     restart, let pods in again»; else a gap that is found after a fix means that the fix did not work
     * @param files whose content the fix changes, by their paths: for {@link Probe#filesToBeChanged}
     */
    record Drift(Diff diff, Fix fix, boolean stage, Set<String> files) implements Verdict {
        /**
         * Takes a copy of the paths.
         *
         * @param diff {@link #diff()}
         * @param fix {@link #fix()}
         * @param stage {@link #stage()}
         * @param files {@link #files()}
         */
        public Drift {
            files = Set.copyOf(files);
        }
    }

    /**
     * The machine is on its way to the state by itself: the runner checks again until it is there.
     *
     * @param seen what is there now, told to who waits and in the failure: «node agent-2 is NotReady»
     * @param patience how long to check again, and how often
     * @param diagnosis what helps to understand a wait that was in vain, asked for once: a journal's tail, say
     */
    record Pending(String seen, Patience patience, Function<Probe, String> diagnosis) implements Verdict {
        /**
         * A state that comes by itself, or does not.
         *
         * @param seen what it is now, as a sentence's end
         * @param patience how long to wait for it, and how often to look
         */
        public Pending(String seen, Patience patience) {
            this(seen, patience, host -> "");
        }
    }

    /**
     * As {@code verdict}, and not while as many other machines as the play allows are at it: a restart that takes a
     * node's pods or a server's vote away. The runner gives the machine a turn before it acts on the verdict, asks again
     * then, and takes the turn back when the task has ended.
     *
     * @param verdict a {@link Drift} or a {@link Pending}
     */
    record InTurn(Verdict verdict) implements Verdict {}

    /**
     * The state is not asked of this machine.
     *
     * @param why as a sentence's end
     */
    record NotNeeded(String why) implements Verdict {}

    /** Closes the gap that a check has found. */
    @FunctionalInterface
    interface Fix {
        /**
         * Closes the gap; the task is then checked again.
         *
         * @param host the machine, with the right to change it
         * @throws dev.k3sdeploy.problem.K3sDeployException when that cannot be done
         */
        void apply(Machine host);
    }

    /**
     * {@return nothing is to do}
     *
     * @param because what was found, as a sentence's end: «it runs»
     */
    static Verdict inPlace(String because) {
        return new InPlace(because);
    }

    /**
     * {@return something is to do}
     *
     * @param diff what differs
     * @param fix what closes the gap
     */
    static Verdict drift(Diff diff, Fix fix) {
        return new Drift(diff, fix, false, Set.of());
    }

    /**
     * {@return a file is to be written}
     *
     * @param path of the file, on the machine
     * @param diff what differs
     * @param fix what gives it another content
     */
    static Verdict writing(String path, Diff diff, Fix fix) {
        return new Drift(diff, fix, false, Set.of(path));
    }

    /**
     * {@return something is to do that has no texts to compare}
     *
     * @param summary what would be done: «start k3s»
     * @param fix what closes the gap
     */
    static Verdict drift(String summary, Fix fix) {
        return new Drift(Diff.of(summary), fix, false, Set.of());
    }

    /**
     * {@return something is to do, and more will come after it}
     *
     * @param summary what would be done in this step
     * @param fix what takes the step; the task is then checked again and may tell the next one
     */
    static Verdict stage(String summary, Fix fix) {
        return new Drift(Diff.of(summary), fix, true, Set.of());
    }
}
