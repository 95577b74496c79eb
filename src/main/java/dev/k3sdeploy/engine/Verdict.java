package dev.k3sdeploy.engine;

import java.util.function.Function;

/** What a task says about a machine. */
public sealed interface Verdict {
    /** The machine is in the state. */
    record InPlace(String because) implements Verdict {}

    /**
     * The machine is not in the state; {@code fix} is the only thing that can bring it there.
     *
     * @param stage whether this is one of several gaps that are found and closed one after the other, as in «drain,
     *     restart, let pods in again»; else a gap that is found after a fix means that the fix did not work
     */
    record Drift(Diff diff, Fix fix, boolean stage) implements Verdict {}

    /**
     * The machine is on its way to the state by itself: the runner checks again until it is there.
     *
     * @param seen what is there now, told to who waits and in the failure: «node agent-2 is NotReady»
     * @param diagnosis what helps to understand a wait that was in vain, asked for once: a journal's tail, say
     */
    record Pending(String seen, Patience patience, Function<Probe, String> diagnosis) implements Verdict {
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

    /** The state is not asked of this machine. */
    record NotNeeded(String why) implements Verdict {}

    /** Closes the gap that a check has found. */
    @FunctionalInterface
    interface Fix {
        void apply(Machine host);
    }

    static Verdict inPlace(String because) {
        return new InPlace(because);
    }

    static Verdict drift(Diff diff, Fix fix) {
        return new Drift(diff, fix, false);
    }

    static Verdict drift(String summary, Fix fix) {
        return new Drift(Diff.of(summary), fix, false);
    }

    static Verdict stage(String summary, Fix fix) {
        return new Drift(Diff.of(summary), fix, true);
    }
}
