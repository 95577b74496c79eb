package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.Message;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Where a command writes: its result to {@code out}, all else to {@code err}.
 *
 * @param interactive whether a person watches {@code out}
 * @param language of the person
 */
record Terminal(PrintWriter out, PrintWriter err, Ansi ansi, boolean interactive, Locale language) {
    /** In English. */
    Terminal(PrintWriter out, PrintWriter err, Ansi ansi, boolean interactive) {
        this(out, err, ansi, interactive, Locale.ROOT);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void line(Message message) {
        line(words(message));
    }

    /** What the person reads. */
    String words(Message message) {
        return message.in(language);
    }

    /** The text in a style, or plain where colours are off. */
    String styled(Style style, String text) {
        return ansi.enabled() ? style.on() + text + end(style) : text;
    }

    /** The code that picocli ends bold with means underlined twice to many terminals; the one of faint ends both. */
    private static String end(Style style) {
        return style == Style.bold ? Style.faint.off() : style.off();
    }

    void problem(String text) {
        err.println(text);
        err.flush();
    }

    void problem(Message message) {
        problem(words(message));
    }
}
