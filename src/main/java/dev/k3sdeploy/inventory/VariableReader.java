package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variables of one host with the types that are expected of them. What is not so is collected in {@link #problems},
 * and reads as not set; so does a variable whose value is nothing ({@code ~}). Not thread-safe.
 */
public final class VariableReader {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f");

    private final Host host;
    private final List<InputProblem> problems = new ArrayList<>();

    /**
     * Reads variables of this host.
     *
     * @param host whose variables are asked for
     */
    public VariableReader(Host host) {
        this.host = host;
    }

    /**
     * What was wrong with the variables that were read.
     *
     * @return in the order of reading; empty when all could be understood
     */
    public List<InputProblem> problems() {
        return List.copyOf(problems);
    }

    /**
     * The variable with any value but nothing; a template that cannot be rendered is a problem.
     *
     * @param name of the variable
     * @return empty when it is not set, or null, or a problem
     */
    public Optional<Variable> any(String name) {
        try {
            return host.variable(name).filter(variable -> variable.value() != null);
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /**
     * Text; a whole number is taken as text too. A decimal number and a truth value are refused, because YAML has lost how
     * they were written: {@code 1.30} is 1.3.
     *
     * @param name of the variable
     * @return empty when it is not set, or a problem
     */
    public Optional<String> string(String name) {
        return any(name).flatMap(variable -> {
            Object value = variable.value();
            boolean whole = value instanceof Integer || value instanceof Long || value instanceof java.math.BigInteger;
            return value instanceof String || whole
                    ? Optional.of(PythonValues.text(value))
                    : refused(
                            variable,
                            "text",
                            value instanceof Collection || value instanceof Map ? "" : "put it in quotes");
        });
    }

    /**
     * A whole number, or text that is one, as {@code -e} gives it.
     *
     * @param name of the variable
     * @return empty when it is not set, or a problem
     */
    public Optional<Integer> integer(String name) {
        return any(name).flatMap(variable -> {
            Object value = variable.value();
            Integer number = value instanceof Boolean || value instanceof Double ? null : PythonValues.toInteger(value);
            return number == null ? refused(variable, "a whole number", "") : Optional.of(number);
        });
    }

    /**
     * A truth value, or what Ansible takes for one: yes, on, 1, true, t, y and their opposites in any case.
     *
     * @param name of the variable
     * @return empty when it is not set, or a problem
     */
    public Optional<Boolean> bool(String name) {
        return any(name).flatMap(variable -> {
            String text = PythonValues.text(variable.value()).strip().toLowerCase(Locale.ROOT);
            if (TRUE.contains(text) || text.equals("1.0")) {
                return Optional.of(true);
            }
            return FALSE.contains(text) || text.equals("0.0")
                    ? Optional.of(false)
                    : refused(variable, "true or false", "");
        });
    }

    /**
     * A list of texts and numbers as texts; a lone text is a list of one, a text like {@code ["a"]} that list.
     *
     * @param name of the variable
     * @return empty when it is not set, or a problem
     */
    public Optional<List<String>> strings(String name) {
        return any(name).flatMap(variable -> {
            Object value = variable.value() instanceof String text ? listIn(text) : variable.value();
            if (value instanceof List<?> list && list.stream().allMatch(VariableReader::isScalar)) {
                return Optional.of(list.stream().map(PythonValues::text).toList());
            }
            return refused(variable, "a list of texts", "one below the other, each after «- »");
        });
    }

    private static @Nullable Object listIn(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        return text.startsWith("[") ? PythonLiteral.orTextWithJsonNames(text) : List.of(text);
    }

    private static boolean isScalar(@Nullable Object item) {
        return item instanceof String || item instanceof Number;
    }

    /**
     * A mapping with keys of text, in the order of the file; a text that is a mapping in YAML or JSON is that mapping.
     *
     * @param name of the variable
     * @return empty when it is not set, or a problem
     */
    public Optional<Map<String, @Nullable Object>> map(String name) {
        return any(name).flatMap(variable -> {
            Object value = variable.value() instanceof String text ? mappingIn(text, variable) : variable.value();
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(VariableName.of(key), item));
                return Optional.of(copy);
            }
            return refused(variable, "a mapping", "«name: value» lines below it");
        });
    }

    private static @Nullable Object mappingIn(String text, Variable variable) {
        if (text.isBlank()) {
            return Map.of();
        }
        Problems wrong = new Problems();
        Tree tree = Documents.read(new TextFile(variable.where().source(), text, false), wrong);
        return tree == null || wrong.hasErrors() ? text : tree.plain();
    }

    private <T> Optional<T> refused(Variable variable, String expected, String hint) {
        Location at = variable.where();
        String message =
                "host " + host.name() + ": " + variable.name() + " must be " + expected + ", not " + shown(variable);
        problems.add(new InputProblem(at.source(), at.line(), at.column(), message, hint));
        return Optional.empty();
    }

    private static String shown(Variable variable) {
        Object value = variable.value();
        if (value instanceof List || value instanceof Map) {
            return value instanceof List ? "a list" : "a mapping";
        }
        boolean secret = variable.name().matches("(?i).*(pass|secret|token|key|credential).*");
        return secret ? "what it is" : "«" + PythonValues.text(value) + "»";
    }
}
