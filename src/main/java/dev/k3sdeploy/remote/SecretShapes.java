package dev.k3sdeploy.remote;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What secrets look like, whatever they are called: K3S's tokens, JSON web tokens, private keys, passwords in URLs. The one
 * place that knows it, for what is shown and for what is gathered for others.
 */
public final class SecretShapes {
    /** What stands in a secret's place. */
    public static final String HIDDEN = "•••";

    private static final Pattern WHOLE = Pattern.compile("K10[0-9a-f]{64}(?:::[^\\s'\",]+)?"
            + "|K10[0-9a-f]{16,}::[^\\s'\",]+"
            + "|eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]+"
            + "|(?s:-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z))");

    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@'\"]*:)([^\\s/'\"]+)(?=@)");

    private SecretShapes() {}

    /**
     * {@return the text without them}
     *
     * @param text any text
     */
    public static String masked(String text) {
        String rest = WHOLE.matcher(text).replaceAll(HIDDEN);
        return IN_URL.matcher(rest).replaceAll("$1" + HIDDEN);
    }

    /**
     * Those in a text.
     *
     * @param text any text
     * @return each as it stands there
     */
    public static List<String> in(String text) {
        return Stream.concat(
                        WHOLE.matcher(text).results().map(MatchResult::group),
                        IN_URL.matcher(text).results().map(found -> found.group(2)))
                .toList();
    }
}
