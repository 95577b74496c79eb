package dev.k3sdeploy.remote;

/** Hears what a command writes, line by line while it runs. Both streams may tell at the same time. */
@FunctionalInterface
public interface OutputLines {
    /**
     * One line.
     *
     * @param text without the end of the line
     * @param error whether it came on standard error
     */
    void line(String text, boolean error);
}
