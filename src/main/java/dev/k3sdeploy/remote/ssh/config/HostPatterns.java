package dev.k3sdeploy.remote.ssh.config;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns of ssh_config(5), «PATTERNS»: {@code *}, {@code ?}, and {@code !} that wins over all others. */
final class HostPatterns {
    private HostPatterns() {}

    static boolean match(List<String> patterns, String text) {
        boolean found = false;
        for (String pattern : patterns) {
            boolean negated = pattern.startsWith("!");
            if (matches(negated ? pattern.substring(1) : pattern, text)) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return text.matches(regex.toString());
    }
}
