package dev.k3sdeploy.problem;

import java.util.Comparator;

/**
 * One thing that is wrong in what the user wrote.
 *
 * @param source the file as the user named it, or what else it came from («-e k3s_version=…»)
 * @param line counted from 1; 0 when the problem belongs to no line
 * @param column counted from 1; 0 when unknown
 * @param message what is wrong
 * @param hint what would be right, or empty
 */
public record InputProblem(String source, int line, int column, String message, String hint) {

    /** The order in which a reader of the files meets them. */
    public static final Comparator<InputProblem> IN_READING_ORDER = Comparator.comparing(InputProblem::source)
            .thenComparingInt(InputProblem::line)
            .thenComparingInt(InputProblem::column);

    /** {@code file:line:column}, as far as known. */
    public String location() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }

    @Override
    public String toString() {
        String text = location() + ": " + message;
        return hint.isEmpty() ? text : text + " (" + hint + ")";
    }
}
