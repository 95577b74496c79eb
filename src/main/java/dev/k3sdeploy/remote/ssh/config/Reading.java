package dev.k3sdeploy.remote.ssh.config;

import dev.k3sdeploy.problem.InputProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One walk through the files for one host. */
final class Reading {
    private static final int DEEPEST_INCLUDE = 16;
    private static final Set<String> FLAGS = Set.of("all", "canonical", "final");

    private final Asker asker;
    private final HostOptions found;
    private final boolean last;
    private final List<InputProblem> warnings = new ArrayList<>();
    private boolean wantsFinal;

    /** @param last whether this is the second walk, in which {@code Match final} holds */
    Reading(Asker asker, HostOptions found, boolean last) {
        this.asker = asker;
        this.found = found;
        this.last = last;
    }

    boolean wantsFinal() {
        return wantsFinal;
    }

    List<InputProblem> warnings() {
        return warnings;
    }

    void read(ConfigFile file) {
        read(file, true, 0);
    }

    /** @param reached whether the block that includes the file holds; when it does not, nothing in the file does */
    private void read(ConfigFile file, boolean reached, int depth) {
        boolean active = reached;
        for (Directive directive : file.directives()) {
            switch (directive.keyword()) {
                case "host" -> active = reached && HostPatterns.match(directive.values(), hostToMatch());
                case "match" -> active = matches(directive) && reached;
                case "include" -> include(file, directive, active, depth);
                default -> {
                    if (active) {
                        found.add(directive);
                    }
                }
            }
        }
    }

    private void include(ConfigFile file, Directive directive, boolean active, int depth) {
        if (depth == DEEPEST_INCLUDE) {
            throw directive.problem("is nested more than " + DEEPEST_INCLUDE + " times");
        }
        file.included(directive, asker).forEach(included -> read(included, active, depth + 1));
    }

    private String hostToMatch() {
        return last ? found.hostName() : found.name();
    }

    private boolean matches(Directive match) {
        List<String> words = match.values();
        boolean result = true;
        for (int at = 0; at < words.size(); at++) {
            boolean negated = words.get(at).startsWith("!");
            String criterion = words.get(at).substring(negated ? 1 : 0).toLowerCase(Locale.ROOT);
            String argument = "";
            int equals = criterion.indexOf('=');
            if (equals > 0) {
                argument = words.get(at).substring(equals + (negated ? 2 : 1));
                criterion = criterion.substring(0, equals);
            } else if (!FLAGS.contains(criterion)) {
                at++;
                if (at == words.size()) {
                    throw match.problem("has the criterion " + criterion + " without an argument");
                }
                argument = words.get(at);
            }
            result &= holds(match, criterion, argument) != negated;
        }
        return result;
    }

    private boolean holds(Directive match, String criterion, String argument) {
        List<String> patterns = List.of(argument.split(",", -1));
        return switch (criterion) {
            case "all" -> true;
            case "final", "canonical" -> {
                wantsFinal |= criterion.equals("final");
                yield last;
            }
            case "host" ->
                HostPatterns.match(List.of(argument.toLowerCase(Locale.ROOT).split(",", -1)), found.hostName());
            case "originalhost" -> HostPatterns.match(patterns, found.name());
            case "user" -> HostPatterns.match(patterns, found.user().orElse(asker.user()));
            case "localuser" -> HostPatterns.match(patterns, asker.user());
            case "exec", "localnetwork", "tagged" -> {
                warnings.add(new InputProblem(
                        match.source(),
                        match.line(),
                        0,
                        "«Match " + criterion + "» is not evaluated; its block is passed over",
                        "--transport openssh reads it"));
                yield false;
            }
            default -> throw match.problem("has the unknown criterion " + criterion);
        };
    }
}
