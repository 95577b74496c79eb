package dev.k3sdeploy;

import dev.k3sdeploy.remote.SecretShapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts that leave the machine: values under a name that tells of a secret, and what looks like a
 * token or a key. A value found once is taken out everywhere, whatever its name is there. Rather too much than too little.
 */
final class Masking {
    private static final String MASK = SecretShapes.HIDDEN;

    /** Shorter ones, and such words, would make holes everywhere and hide nothing. */
    private static final int SHORTEST = 5;

    private static final Pattern HARMLESS = Pattern.compile("true|false|null|none|[0-9]{1,6}|/[\\w./-]*|•+");

    private static final Pattern NAMED = Pattern.compile(
            "^(\\s*(?:- )?(?:export |Environment=)?[\"']?(?:[\\w.-]*[_.-])?"
                    + "(?:token|password|passwd|passphrase|pass|pw|secret|secrets|apikey|api[_-]key|access[_-]key|secret[_-]key|"
                    + "private[_-]key|auth|credential|credentials|client-key-data|datastore[_-]endpoint|identitytoken)"
                    + "(?:[_.-](?!file\\b|path\\b|url\\b)\\w+)?[\"']?\\s*[:=]\\s*)(.*)$",
            Pattern.CASE_INSENSITIVE);

    /** What says that the value follows on the next lines. */
    private static final Pattern BLOCK = Pattern.compile("[|>][-+0-9]*|!vault.*|[\\[{]");

    private static final Pattern FLAG = Pattern.compile(
            "((?<![\\w-])--?[\\w-]*(?:token|password|secret|datastore-endpoint)(?!-file)[= ]|\\bK3S_(?:TOKEN|AGENT_TOKEN)=|Bearer |Basic )"
                    + "('[^']*'|\"[^\"]*\"|[^\\s,\\]}]+)",
            Pattern.CASE_INSENSITIVE);

    /** Longest first: one may be a part of another. */
    private final TreeSet<String> values =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** A secret that is known. */
    void learn(String secret) {
        String value = secret.strip();
        if (value.length() >= SHORTEST && !HARMLESS.matcher(value).matches()) {
            values.add(value);
        }
        value.lines().filter(line -> !line.equals(value)).forEach(this::learn);
    }

    /** What a configuration says under names that tell of a secret; to be called for all before anything is masked. */
    void learnFrom(String configuration) {
        for (String line : configuration.lines().toList()) {
            Matcher named = NAMED.matcher(line);
            if (named.matches()) {
                learn(unquoted(named.group(2)));
            }
        }
        SecretShapes.in(configuration).forEach(secret -> {
            learn(secret);
            learn(secret.replaceFirst("^K10.*:", "")); // what a token holds besides the cluster's fingerprint
        });
    }

    private static String unquoted(String value) {
        String bare = value.strip().replaceFirst(",$", "");
        boolean quoted = bare.length() > 1 && "\"'".indexOf(bare.charAt(0)) >= 0 && bare.endsWith(bare.substring(0, 1));
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    /** The text without them. */
    String mask(String text) {
        String masked = SecretShapes.masked(text);
        masked = FLAG.matcher(masked).replaceAll("$1" + MASK);
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return namedMasked(masked);
    }

    /** Line by line; what is indented below such a name belongs to it. */
    private static String namedMasked(String text) {
        List<String> lines = new ArrayList<>();
        int below = -1; // the indentation of the name that the next lines may belong to
        for (String line : text.split("\\n", -1)) {
            if (below >= 0 && (line.isBlank() || indent(line) > below)) {
                int name = lines.size() - 1;
                lines.set(name, lines.get(name).replaceFirst("( " + MASK + ")?$", " " + MASK));
                continue;
            }
            Matcher named = NAMED.matcher(line);
            String value = named.matches() ? unquoted(named.group(2)) : "";
            boolean empty = value.isEmpty();
            below = named.matches() && (empty || BLOCK.matcher(value).matches()) ? indent(line) : -1;
            lines.add(named.matches() && !empty ? named.group(1) + MASK : line);
        }
        return String.join("\n", lines);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
