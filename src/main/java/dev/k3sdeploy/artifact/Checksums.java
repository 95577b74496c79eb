package dev.k3sdeploy.artifact;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code sha256sum-<arch>.txt}: a line per file, 64 hexadecimal digits, blanks, the file's name. The binary
 * is listed beside archives whose names begin like its own, so only the whole name counts.
 */
record Checksums(String text) {
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})[ \\t]+\\*?(?:\\./)?(\\S+)");

    /** In lower case. */
    Optional<String> of(String fileName) {
        return text.lines()
                .map(line -> LINE.matcher(line.strip()))
                .filter(Matcher::matches)
                .filter(line -> line.group(2).equals(fileName))
                .map(line -> line.group(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }
}
