package dev.k3sdeploy.kube;

/** How a check ended. */
public sealed interface Result {
    /**
     * The exercise works.
     *
     * @param because what was seen, as a line for people
     */
    record Passed(String because) implements Result {}

    /**
     * A student would trip over it.
     *
     * @param reason what was seen, and where
     * @param hint what to do about it, or empty
     */
    record Failed(String reason, String hint) implements Result {}

    /**
     * It could not be tried, so nobody knows.
     *
     * @param why what stood in the way, as a line for people
     */
    record NotChecked(String why) implements Result {}
}
