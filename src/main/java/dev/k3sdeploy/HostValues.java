package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Location;
import dev.k3sdeploy.inventory.Variable;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A host's variables as the types that are wanted of them. What is wrong is collected, never thrown. */
final class HostValues {
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "y", "t");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "n", "f", "");

    private final Host host;
    private final List<InputProblem> problems;

    HostValues(Host host, List<InputProblem> problems) {
        this.host = host;
        this.problems = problems;
    }

    Host host() {
        return host;
    }

    /** The variable when it is set, and not to null. */
    Optional<Variable> find(String name) {
        try {
            return host.variable(name).filter(variable -> variable.value() != null);
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** A text or a number, as text; empty when it is not set or blank. */
    Optional<String> text(String name) {
        return find(name)
                .flatMap(variable -> {
                    if (variable.value() instanceof List || variable.value() instanceof java.util.Map) {
                        problem(variable, "is a list or a map, and must be a text", "");
                        return Optional.empty();
                    }
                    return Optional.of(String.valueOf(variable.value()).strip());
                })
                .filter(text -> !text.isEmpty());
    }

    /** A text read by {@code reader}; what that refuses, by IllegalArgumentException, is a problem of the variable. */
    <T> Optional<T> parsed(String name, Function<String, T> reader) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(reader.apply(text));
            } catch (IllegalArgumentException e) {
                problem(name, String.valueOf(e.getMessage()), "");
                return Optional.empty();
            }
        });
    }

    /** A boolean by Ansible's words: {@code -e name=false} gives a text. */
    boolean bool(String name, boolean otherwise) {
        return find(name)
                .map(variable -> {
                    String word = String.valueOf(variable.value()).strip().toLowerCase(Locale.ROOT);
                    if (!TRUE.contains(word) && !FALSE.contains(word)) {
                        problem(variable, "is neither true nor false", "");
                    }
                    return TRUE.contains(word);
                })
                .orElse(otherwise);
    }

    /** A list of texts; a single text is a list of one. */
    List<String> list(String name, List<String> otherwise) {
        return find(name)
                .map(variable -> {
                    if (variable.value() instanceof List<?> values) {
                        List<String> texts = new ArrayList<>();
                        values.forEach(value -> texts.add(String.valueOf(value)));
                        return texts;
                    }
                    String text = String.valueOf(variable.value()).strip();
                    return text.isEmpty() ? List.<String>of() : List.of(text);
                })
                .orElse(otherwise);
    }

    void problem(String variable, String message, String hint) {
        find(variable).ifPresent(found -> problem(found, message, hint));
    }

    private void problem(Variable variable, String message, String hint) {
        Location where = variable.where();
        problems.add(new InputProblem(
                where.source(),
                where.line(),
                where.column(),
                "host " + host.name() + ": " + variable.name() + " " + message,
                hint));
    }
}
