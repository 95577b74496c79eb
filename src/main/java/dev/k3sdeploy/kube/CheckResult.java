package dev.k3sdeploy.kube;

import java.time.Duration;

/**
 * What one check found.
 *
 * @param check its stable name, as {@code --only} takes it
 * @param exercise what students do, in a few words
 */
public record CheckResult(String check, String exercise, Result result, Duration took) {
    /** Whether a student would trip over it. */
    public boolean failed() {
        return result instanceof Result.Failed;
    }

    /** Whether it works, and was seen to. */
    public boolean passed() {
        return result instanceof Result.Passed;
    }
}
