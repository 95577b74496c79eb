package dev.k3sdeploy.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A play's turns: what takes something away from the cluster for a while is done by so many machines at once and no
 * more. After a machine has failed in its turn no other one gets any, so that a bad version stops at the first node.
 */
final class Turns {
    private static final long LOOK_MILLIS = 100;

    private final int atOnce;
    private final Interruption interruption;
    private final Set<Target> holders = new LinkedHashSet<>();
    private @Nullable Target failed;

    Turns(int atOnce, Interruption interruption) {
        this.atOnce = atOnce;
        this.interruption = interruption;
    }

    /**
     * Waits for a turn; at once for a machine that has one.
     *
     * @return why there is none; null when the machine has its turn
     */
    synchronized @Nullable String take(Target machine, Waiting waiting) {
        boolean told = false;
        while (failed == null && !interruption.requested() && !mayTake(machine)) {
            if (!told) {
                waiting.tell("its turn: "
                        + holders.stream().map(Target::name).collect(Collectors.joining(", "))
                        + (holders.size() == 1 ? " is at it" : " are at it"));
                told = true;
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted while waiting for its turn";
            }
        }
        if (failed != null) {
            return "left as it is, because " + failed + " failed in its turn";
        }
        if (interruption.requested()) {
            return "interrupted before its turn";
        }
        holders.add(machine);
        return null;
    }

    private boolean mayTake(Target machine) {
        return holders.contains(machine) || holders.size() < atOnce;
    }

    /** Whether a machine was lost in its turn. */
    synchronized boolean failed() {
        return failed != null;
    }

    /** Ends a machine's turn, if it has one. */
    synchronized void giveBack(Target machine, Outcome outcome) {
        if (holders.remove(machine) && outcome.lostMachine() && failed == null) {
            failed = machine;
        }
        notifyAll();
    }

    /** Hears what a machine waits for. */
    @FunctionalInterface
    interface Waiting {
        void tell(String seen);
    }
}
