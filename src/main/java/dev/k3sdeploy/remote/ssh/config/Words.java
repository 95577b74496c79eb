package dev.k3sdeploy.remote.ssh.config;

import java.util.ArrayList;
import java.util.List;

/** Splits text into words as OpenSSH does: quotes of both kinds, and a backslash before a quote, itself or a space. */
final class Words {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean started;

    private Words(String text) {
        this.text = text;
    }

    /**
     * The words of a line.
     *
     * @param comments whether a word that begins with {@code #} ends the line
     * @throws IllegalArgumentException when a quote is not closed
     */
    static List<String> of(String text, boolean comments) {
        return new Words(text).split(comments);
    }

    private List<String> split(boolean comments) {
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isEscape(at, quote)) {
                at++;
                add(text.charAt(at));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    add(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                started = true;
            } else if (c == ' ' || c == '\t') {
                end();
            } else if (c == '#' && comments && !started) {
                return words;
            } else {
                add(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("has a quote that is not closed");
        }
        end();
        return words;
    }

    private boolean isEscape(int at, char quote) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        return next == '\\' || next == '"' || next == '\'' || (next == ' ' && quote == 0);
    }

    private void add(char c) {
        started = true;
        word.append(c);
    }

    private void end() {
        if (started) {
            words.add(word.toString());
            word.setLength(0);
            started = false;
        }
    }
}
