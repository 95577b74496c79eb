package dev.k3sdeploy.kube;

/** How a check ended. */
public sealed interface Result {
    /** The exercise works. */
    record Passed(String because) implements Result {}

    /**
     * A student would trip over it.
     *
     * @param reason what was seen, and where
     * @param hint what to do about it, or empty
     */
    record Failed(String reason, String hint) implements Result {}

    /** It could not be tried, so nobody knows. */
    record NotChecked(String why) implements Result {}
}
