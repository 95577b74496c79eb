package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line of an INI inventory into words as Python's {@code shlex} does: quotes and backslashes as in a POSIX shell.
 * The trap: a {@code #} starts a comment anywhere outside of quotes, in the middle of a word too.
 */
final class ShellWords {
    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int start = -1;

    private ShellWords(String line) {
        this.line = line;
    }

    static List<Word> split(String line) throws Unclosed {
        ShellWords words = new ShellWords(line);
        words.split();
        return words.words;
    }

    private void split() throws Unclosed {
        int at = 0;
        while (at < line.length() && line.charAt(at) != '#') {
            char c = line.charAt(at);
            if (" \t\r\n".indexOf(c) >= 0) {
                end();
                at++;
                continue;
            }
            start = start < 0 ? at : start;
            at = c == '\\' ? escaped(at) : c == '\'' || c == '"' ? quoted(at) : plain(at);
        }
        end();
    }

    private int plain(int at) {
        word.append(line.charAt(at));
        return at + 1;
    }

    private int escaped(int at) throws Unclosed {
        if (at + 1 >= line.length()) {
            throw new Unclosed("a backslash at the end of the line");
        }
        return plain(at + 1);
    }

    private int quoted(int open) throws Unclosed {
        char quote = line.charAt(open);
        int at = open + 1;
        while (at < line.length() && line.charAt(at) != quote) {
            boolean escape = quote == '"' && line.charAt(at) == '\\' && at + 1 < line.length();
            if (escape && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            } else if (escape) {
                word.append('\\');
                at++;
            }
            at = plain(at);
        }
        if (at >= line.length()) {
            throw new Unclosed("a quote that is not closed");
        }
        return at + 1;
    }

    private void end() {
        if (start >= 0) {
            words.add(new Word(word.toString(), start));
            word.setLength(0);
            start = -1;
        }
    }

    /**
     * A word without its quotes.
     *
     * @param offset where it starts in the line, from 0
     */
    record Word(String text, int offset) {}

    /** The line ends inside of something. */
    static final class Unclosed extends Exception {
        Unclosed(String message) {
            super(message);
        }
    }
}
