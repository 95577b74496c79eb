package dev.k3sdeploy.kube;

import java.time.Duration;
import java.util.List;

/**
 * A verification, done.
 *
 * @param results in the checks' order
 * @param left namespaces that are still there
 * @param whyLeft what Kubernetes says of why they are, in a line; empty where it says nothing, or they were to stay
 * @param took from the first check to the end of the cleaning up
 * @param interrupted whether the user ended it
 */
public record VerifyReport(
        List<CheckResult> results, List<String> left, String whyLeft, Duration took, boolean interrupted) {
    /**
     * Takes copies.
     *
     * @param results {@link #results()}
     * @param left {@link #left()}
     * @param whyLeft {@link #whyLeft()}
     * @param took {@link #took()}
     * @param interrupted {@link #interrupted()}
     */
    public VerifyReport {
        results = List.copyOf(results);
        left = List.copyOf(left);
    }

    /** {@return whether nothing was found that a student would trip over; much of it may not have been checked} */
    public boolean nothingFailed() {
        return !interrupted && failed() == 0;
    }

    /** {@return whether every exercise was tried, and works} */
    public boolean ready() {
        return nothingFailed() && notChecked() == 0;
    }

    /** {@return how many passed} */
    public long passed() {
        return results.stream().filter(CheckResult::passed).count();
    }

    /** {@return how many failed} */
    public long failed() {
        return results.stream().filter(CheckResult::failed).count();
    }

    /** {@return how many could not be tried} */
    public long notChecked() {
        return results.size() - passed() - failed();
    }
}
