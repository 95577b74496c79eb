package dev.k3sdeploy.remote;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of texts that people see or that are written to a log: those that are known, and what looks like
 * one. The last line of defence, for commands' own words: whoever handles a secret keeps it out of messages anyway.
 * Control characters that a machine sent go too, so that no terminal obeys them.
 */
public final class Redaction {
    /** Shorter ones are words of any text: nothing could be read any more, and the secret would show by its absence. */
    private static final int SHORTEST = 5;

    /** From here on a secret is not a part of another word by chance. */
    private static final int UNMISTAKABLE = 12;

    private static final String NAME =
            "[\\w.-]*(?:password|passwd|passphrase|secret(?:[-_]access)?(?:[-_]key)?|token|private[-_]?key|client-key-data)";
    private static final Pattern KEY_OF_YAML = Pattern.compile(
            "^([+-]?\\s*(?:- )?[\"']?" + NAME + "[\"']?:[ \\t]+)(?![|>]?$)\\S.*$",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern ASSIGNED = Pattern.compile(
            "\\b(" + NAME + "=)('[^'\\n]+'|\"[^\"$\\n]+\"|[^\\s'\"$<>|;&()]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|.)");

    /** And what turns the direction of writing, so that a text reads as another one. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u202a-\u202e\u2066-\u2069&&[^\\n\\t]]");

    private final List<Pattern> known;

    private Redaction(List<Pattern> known) {
        this.known = known;
    }

    /**
     * Knows no secret, but what looks like one.
     *
     * @return what masks passwords, tokens and keys by their shape
     */
    public static Redaction ofPatterns() {
        return new Redaction(List.of());
    }

    /**
     * Of these secrets too; those of fewer than five characters are left, see the user guide.
     *
     * @param secrets as they are; from 12 characters on they are found inside of words, too
     * @return what masks these, and all that has a secret's shape
     */
    public static Redaction of(Collection<Secret> secrets) {
        return new Redaction(secrets.stream()
                .map(Secret::reveal)
                .map(String::strip)
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Redaction::pattern)
                .collect(Collectors.toList()));
    }

    private static Pattern pattern(String secret) {
        String text = Pattern.quote(secret);
        return Pattern.compile(secret.length() < UNMISTAKABLE ? "(?<![\\w-])" + text + "(?![\\w-])" : text);
    }

    /**
     * {@return the text without secrets and control characters; lines stay lines}
     *
     * @param text any number of lines
     */
    public String apply(String text) {
        String clean = CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
        for (Pattern secret : known) {
            clean = secret.matcher(clean).replaceAll(SecretShapes.HIDDEN);
        }
        clean = SecretShapes.masked(clean);
        clean = KEY_OF_YAML
                .matcher(clean)
                .replaceAll(result -> Matcher.quoteReplacement(result.group(1) + SecretShapes.HIDDEN));
        return ASSIGNED.matcher(clean)
                .replaceAll(result -> Matcher.quoteReplacement(result.group(1) + SecretShapes.HIDDEN));
    }
}
