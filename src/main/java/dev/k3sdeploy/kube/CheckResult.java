package dev.k3sdeploy.kube;

import java.time.Duration;

/**
 * What one check found.
 *
 * @param check its stable name, as {@code --only} takes it
 * @param exercise what students do, in a few words
 * @param result passed, failed or not checked
 * @param took to make, look and wait
 */
public record CheckResult(String check, String exercise, Result result, Duration took) {
    /** {@return whether a student would trip over it} */
    public boolean failed() {
        return result instanceof Result.Failed;
    }

    /** {@return whether it works, and was seen to} */
    public boolean passed() {
        return result instanceof Result.Passed;
    }
}
