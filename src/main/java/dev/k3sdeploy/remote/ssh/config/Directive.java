package dev.k3sdeploy.remote.ssh.config;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a configuration.
 *
 * @param keyword in lower case
 * @param values one at least
 * @param source the file, or the variable that the option was in
 * @param line from 1; 0 where there are no lines
 */
record Directive(String keyword, List<String> values, String source, int line) {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?<keyword>\"[^\"]*\"|[^\\s=]+)(?:\\s*=\\s*|\\s+|$)(?<rest>.*)");

    /** Their value is the rest of the line as it is, for a shell. */
    private static final Set<String> COMMANDS =
            Set.of("proxycommand", "localcommand", "remotecommand", "knownhostscommand");

    /** The keyword of a line, in lower case; empty when it has none. */
    static String keyword(String text) {
        Matcher matcher = LINE.matcher(text.strip());
        return matcher.matches() ? matcher.group("keyword").replace("\"", "").toLowerCase(Locale.ROOT) : "";
    }

    /** Empty for an empty line or a comment. */
    static Optional<Directive> parse(String text, String source, int line) {
        String stripped = text.strip();
        Matcher matcher = LINE.matcher(stripped);
        if (stripped.isEmpty() || stripped.startsWith("#") || !matcher.matches()) {
            return Optional.empty();
        }
        String keyword = keyword(stripped);
        String rest = matcher.group("rest");
        Directive unread = new Directive(keyword, List.of(), source, line);
        if (COMMANDS.contains(keyword)) {
            return Optional.of(unread.with(List.of(rest)));
        }
        try {
            List<String> values = Words.of(rest, true);
            if (values.isEmpty()) {
                throw unread.problem("has no value");
            }
            return Optional.of(unread.with(values));
        } catch (IllegalArgumentException e) {
            throw unread.problem(String.valueOf(e.getMessage()));
        }
    }

    private Directive with(List<String> newValues) {
        return new Directive(keyword, List.copyOf(newValues), source, line);
    }

    String value() {
        return values.get(0);
    }

    InvalidInputException problem(String message) {
        return new InvalidInputException(List.of(new InputProblem(
                source,
                line,
                0,
                "ssh option " + keyword + " " + message,
                "see `man ssh_config`; `ssh -G HOST` reads it too")));
    }
}
