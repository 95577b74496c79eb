package dev.k3sdeploy.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code key=value key='two words'} form of {@code -e}; all values are text. */
final class KeyValues {
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(U[a-fA-F0-9]{8}|u[a-fA-F0-9]{4}|x[a-fA-F0-9]{2}|[\\\\'\"abfnrtv])");
    private static final String SINGLE = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

    private KeyValues() {}

    static Map<String, Given> read(String argument, Problems problems) {
        Map<String, Given> pairs = new LinkedHashMap<>();
        for (String word : words(argument, problems)) {
            String pair = unescaped(word);
            int equals = separator(pair);
            if (equals < 0) {
                Location at = Location.of("-e");
                problems.error(at, "«" + pair + "» is no variable", "-e NAME=VALUE, -e '{json}' or -e @FILE");
            } else {
                String key = pair.substring(0, equals).strip();
                pairs.put(key, new Given(unquoted(pair.substring(equals + 1).strip()), ExtraVars.at(key)));
            }
        }
        return pairs;
    }

    /** The first = that is neither the first character nor escaped. */
    private static int separator(String pair) {
        int at = pair.indexOf('=', 1);
        while (at > 0 && pair.charAt(at - 1) == '\\') {
            at = pair.indexOf('=', at + 1);
        }
        return at;
    }

    /** Split at blanks outside of quotes and of Jinja's brackets; the quotes stay. */
    private static List<String> words(String text, Problems problems) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == ' ' || c == '\n') && quote == 0 && depth == 0) {
                add(words, word);
                continue;
            }
            if ((c == '"' || c == '\'') && (i == 0 || text.charAt(i - 1) != '\\')) {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
            depth = Math.max(0, depth + bracket(text, i));
            word.append(c);
        }
        add(words, word);
        if (quote != 0 || depth != 0) {
            problems.error(
                    Location.of("-e"), "a quote or a {{ is not closed", "quote the whole: -e 'name=\"two words\"'");
        }
        return words;
    }

    private static int bracket(String text, int i) {
        if (text.startsWith("{{", i) || text.startsWith("{%", i) || text.startsWith("{#", i)) {
            return 1;
        }
        return text.startsWith("}}", i) || text.startsWith("%}", i) || text.startsWith("#}", i) ? -1 : 0;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static String unescaped(String word) {
        return ESCAPE.matcher(word).replaceAll(match -> Matcher.quoteReplacement(meant(match.group(1))));
    }

    private static String meant(String escape) {
        if (escape.length() > 1) {
            int codePoint = (int) Long.parseLong(escape.substring(1), 16);
            return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\\" + escape;
        }
        return String.valueOf(MEANT.charAt(SINGLE.indexOf(escape)));
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last) == value.charAt(0)
                && value.charAt(last - 1) != '\\';
        return quoted ? value.substring(1, last) : value;
    }
}
