package dev.k3sdeploy.problem;

import java.util.Comparator;

/**
 * One thing that is wrong in what the user wrote.
 *
 * @param source the file as the user named it, or what else it came from («-e k3s_version=…»)
 * @param line counted from 1; 0 when the problem belongs to no line
 * @param column counted from 1; 0 when unknown
 * @param what what is wrong
 * @param next what would be right, or empty
 */
public record InputProblem(String source, int line, int column, Message what, Message next) {

    /** The order in which a reader of the files meets them. */
    public static final Comparator<InputProblem> IN_READING_ORDER = Comparator.comparing(InputProblem::source)
            .thenComparingInt(InputProblem::line)
            .thenComparingInt(InputProblem::column);

    /** {@return {@code file:line:column}, as far as known} */
    public String location() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }

    /**
     * A problem that is told in English only.
     *
     * @param source a file, or what else a person has given
     * @param line from 1; 0 when it is not known
     * @param column from 1; 0 when it is not known
     * @param message what is wrong
     * @param hint what would be right, or empty
     */
    public InputProblem(String source, int line, int column, String message, String hint) {
        this(source, line, column, Message.verbatim(message), Message.verbatim(hint));
    }

    /** {@return what is wrong, in English} */
    public String message() {
        return what.toString();
    }

    /** {@return what would be right, in English, or empty} */
    public String hint() {
        return next.toString();
    }

    /** {@return all of it in one line, for a person} */
    public Message told() {
        return next.isEmpty()
                ? Message.shaped("{0}: {1}", location(), what)
                : Message.shaped("{0}: {1} ({2})", location(), what, next);
    }

    @Override
    public String toString() {
        return told().toString();
    }
}
