package dev.k3sdeploy.kube;

import java.time.Duration;
import java.util.List;

/**
 * A verification, done.
 *
 * @param left namespaces that are still there
 * @param interrupted whether the user ended it
 */
public record VerifyReport(List<CheckResult> results, List<String> left, Duration took, boolean interrupted) {
    public VerifyReport {
        results = List.copyOf(results);
        left = List.copyOf(left);
    }

    /** Whether nothing was found that a student would trip over; much of it may not have been checked. */
    public boolean nothingFailed() {
        return !interrupted && failed() == 0;
    }

    /** Whether every exercise was tried, and works. */
    public boolean ready() {
        return nothingFailed() && notChecked() == 0;
    }

    /** How many passed. */
    public long passed() {
        return results.stream().filter(CheckResult::passed).count();
    }

    /** How many failed. */
    public long failed() {
        return results.stream().filter(CheckResult::failed).count();
    }

    /** How many could not be tried. */
    public long notChecked() {
        return results.size() - passed() - failed();
    }
}
