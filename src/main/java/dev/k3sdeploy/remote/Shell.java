package dev.k3sdeploy.remote;

import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** POSIX shell quoting: the one place where a value becomes a word of a script. */
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Shell() {}

    /**
     * One word of a POSIX shell that stands for exactly {@code value}.
     *
     * @param value any text without NUL
     * @return within single quotes where it needs them
     * @throws IllegalArgumentException when the value holds a NUL, which no shell word can
     */
    public static String quote(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be passed to a shell");
        }
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /**
     * The words quoted and joined by blanks.
     *
     * @param words each to be one word
     * @return a line for a shell
     */
    public static String join(Collection<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }

    /**
     * {@return the words quoted and joined by blanks}
     *
     * @param words each to be one word
     */
    public static String join(String... words) {
        return join(Arrays.asList(words));
    }
}
