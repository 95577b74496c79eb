package dev.k3sdeploy.cli;

import dev.k3sdeploy.engine.Counts;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.LockedException;

/** What the command's exit status means; documented in the README, so never renumbered. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int WOULD_CHANGE = 3;
    static final int UNREACHABLE = 4;
    static final int LOCKED = 5;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Report report) {
        Counts counts = report.counts();
        if (report.interrupted()) {
            return INTERRUPTED;
        } else if (counts.failed() > 0) {
            return FAILED;
        } else if (counts.unreachable() > 0) {
            return UNREACHABLE;
        }
        return counts.wouldChange() > 0 ? WOULD_CHANGE : DONE;
    }

    static int of(K3sDeployException problem) {
        if (problem instanceof InvalidInputException) {
            return USAGE;
        } else if (problem instanceof LockedException) {
            return LOCKED;
        }
        return problem instanceof UnreachableException ? UNREACHABLE : FAILED;
    }
}
