package dev.k3sdeploy.remote.ssh.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The abbreviations in values: {@code %h} and its like, and {@code ${NAME}}. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("%(.)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private Tokens() {}

    /** What a token stands for. */
    interface Meaning {
        /** Null for a token that is not known here, which stays as it is. */
        @Nullable
        String of(char token);
    }

    static String expand(String text, Meaning meaning) {
        return TOKEN.matcher(text).replaceAll(found -> {
            char token = found.group(1).charAt(0);
            String value = token == '%' ? "%" : meaning.of(token);
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    static String environment(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(environment.getOrDefault(found.group(1), "")));
    }
}
