package dev.k3sdeploy.inventory;

import dev.k3sdeploy.inventory.PythonLiteral.NotALiteral;
import java.util.Locale;

/**
 * A string literal of Python.
 *
 * @param value with its escapes resolved
 * @param end the offset after the closing quote
 */
record PythonString(String value, int end) {
    private static final String SINGLE = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

    /** Reads the literal that starts at this offset, with its prefix. */
    static PythonString read(String text, int start) throws NotALiteral {
        int open = start;
        while (text.charAt(open) != '\'' && text.charAt(open) != '"') {
            open++;
        }
        String prefix = text.substring(start, open).toLowerCase(Locale.ROOT);
        if (!prefix.isEmpty() && !prefix.equals("r") && !prefix.equals("u")) {
            throw new NotALiteral(); // bytes and f-strings
        }
        String quote = text.substring(open, open + 1);
        String closing = text.startsWith(quote.repeat(3), open) ? quote.repeat(3) : quote;
        return body(text, open + closing.length(), closing, prefix.equals("r"));
    }

    private static PythonString body(String text, int start, String closing, boolean raw) throws NotALiteral {
        StringBuilder value = new StringBuilder();
        int at = start;
        while (!text.startsWith(closing, at)) {
            if (at >= text.length() || (closing.length() == 1 && text.charAt(at) == '\n')) {
                throw new NotALiteral();
            }
            if (text.charAt(at) != '\\') {
                value.append(text.charAt(at++));
            } else if (at + 1 >= text.length()) {
                throw new NotALiteral();
            } else {
                at = raw ? rawEscape(text, at, value) : escape(text, at + 1, value);
            }
        }
        return new PythonString(value.toString(), at + closing.length());
    }

    private static int rawEscape(String text, int at, StringBuilder value) {
        value.append(text, at, at + 2);
        return at + 2;
    }

    /** Appends what the escape after a backslash means; answers the offset after it. */
    private static int escape(String text, int at, StringBuilder value) throws NotALiteral {
        char c = text.charAt(at);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0) {
            value.appendCodePoint(codePoint(text, at + 1, digits));
            return at + 1 + digits;
        }
        if (c >= '0' && c <= '7') {
            return octal(text, at, value);
        }
        int single = SINGLE.indexOf(c);
        if (single >= 0) {
            value.append(MEANT.charAt(single));
        } else if (c == 'N') {
            throw new NotALiteral(); // by name
        } else if (c != '\n') {
            value.append('\\').append(c);
        }
        return at + 1;
    }

    private static int octal(String text, int start, StringBuilder value) {
        int at = start;
        int code = 0;
        while (at < text.length() && at < start + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            code = code * 8 + text.charAt(at++) - '0';
        }
        value.append((char) code);
        return at;
    }

    private static int codePoint(String text, int start, int digits) throws NotALiteral {
        String hex = text.substring(start, Math.min(text.length(), start + digits));
        if (!hex.matches("[0-9a-fA-F]{" + digits + "}")) {
            throw new NotALiteral();
        }
        long code = Long.parseLong(hex, 16);
        if (code > Character.MAX_CODE_POINT) {
            throw new NotALiteral();
        }
        return (int) code;
    }
}
