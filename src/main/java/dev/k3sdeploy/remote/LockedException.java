package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;

/** Another run works on the machine. */
public final class LockedException extends K3sDeployException {
    private LockedException(String summary, String hint) {
        super(summary, hint);
    }

    /**
     * Nothing has been changed.
     *
     * @param machine as messages name it
     * @param holder the run that has the lock
     * @param since when the holder began, as people read it
     * @return a problem that says whom to wait for
     */
    public static LockedException busy(String machine, Holder holder, String since) {
        return new LockedException(
                machine + " is in use by " + holder.owner() + ", since " + since,
                "Wait for its end with --wait-lock 10m. If that run is gone and its connection hangs, it ends when its"
                        + " shell does: `kill -9 " + holder.shell() + "` on the machine");
    }

    /** Between two shells, on a machine that allows one at a time. */
    static LockedException lost(String machine, Holder holder) {
        return new LockedException(
                "On " + machine + ", the lock has gone to another run in the middle of this one: " + holder.owner(),
                "When that run has ended, run the same command again: it goes on where it was");
    }
}
