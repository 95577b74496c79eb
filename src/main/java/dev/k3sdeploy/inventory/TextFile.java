package dev.k3sdeploy.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the name under which messages speak of it.
 *
 * @param name the file as the user would name it
 * @param text without a byte order mark
 * @param secret true when the text was decrypted: messages never quote it
 */
record TextFile(String name, String text, boolean secret) {
    private static final int LONGEST_QUOTE = 100;
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?i)([\\w.-]*(?:pass|secret|token|private|credential)[\\w.-]*\\s*[:=]\\s*)\\S.*");

    /** The message with the line that it is about; a value that looks like a secret is left out of the line. */
    String quoting(Location at, String message) {
        String line = line(at.line()).strip();
        if (secret || line.isEmpty()) {
            return message;
        }
        // Nothing behind is shown, and the pattern's time grows with the square of the length.
        line = line.substring(0, Math.min(line.length(), 3 * LONGEST_QUOTE));
        Matcher hidden = SECRET_VALUE.matcher(line);
        String shown = hidden.find() ? line.substring(0, hidden.start()) + hidden.group(1) + "•••" : line;
        String cut = shown.length() > LONGEST_QUOTE ? shown.substring(0, LONGEST_QUOTE) + "…" : shown;
        return message + " in «" + cut.replace('\t', '⇥') + "»";
    }

    /** The line counted from 1, without its end; empty when there is none. */
    String line(int number) {
        int start = 0;
        for (int line = 1; line < number && start >= 0; line++) {
            start = text.indexOf('\n', start) + 1;
            if (start == 0) {
                return "";
            }
        }
        int end = text.indexOf('\n', start);
        return number < 1 ? "" : text.substring(start, end < 0 ? text.length() : end);
    }

    /** Where the character at this offset stands. */
    Location at(int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Location(name, line, before.length() - before.lastIndexOf('\n'));
    }
}
