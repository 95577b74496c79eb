package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Location;
import dev.k3sdeploy.inventory.PeerVariables;
import dev.k3sdeploy.inventory.Variable;
import dev.k3sdeploy.inventory.VariableReader;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.ssh.HostKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A host's variables as the types that are wanted of them, each by our name for it; where that is not set, by the name that
 * another role has for the same. What is wrong is collected, never thrown.
 */
final class HostValues {
    private final Host host;
    private final VariableReader reader;
    private final List<InputProblem> problems;
    private int told;

    HostValues(Host host, List<InputProblem> problems) {
        this.host = host;
        this.reader = new VariableReader(host);
        this.problems = problems;
    }

    Host host() {
        return host;
    }

    /** A text; empty when it is not set or blank. */
    Optional<String> text(String name) {
        return told(reader.string(read(name))).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first of several variables that mean the same. */
    Optional<String> first(String... names) {
        return Stream.of(names).flatMap(name -> text(name).stream()).findFirst();
    }

    /** As {@link #first}; one that has several lines would be read as a password and what comes after it. */
    Optional<Secret> password(String... names) {
        Optional<String> given = first(names);
        if (given.filter(text -> text.chars().anyMatch(c -> c < ' ')).isPresent()) {
            problem(names[0], "has a line break or another control character in it", "a password is one line");
            return Optional.empty();
        }
        return given.map(Secret::of);
    }

    /** What to do with new host keys: a word of ssh_config's, or a boolean as Ansible has it. */
    Optional<HostKeys.Policy> policy(String name) {
        boolean given = told(reader.any(name))
                .map(found -> found.value() instanceof Boolean)
                .orElse(false);
        return given
                ? Optional.of(bool(name, true) ? HostKeys.Policy.YES : HostKeys.Policy.NO)
                : parsed(name, HostKeys.Policy::of);
    }

    /** A text read by {@code reader}; what that refuses, by IllegalArgumentException, is a problem of the variable. */
    <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                problem(name, String.valueOf(e.getMessage()), "");
                return Optional.empty();
            }
        });
    }

    /** A boolean by Ansible's words: {@code -e name=false} gives a text. */
    boolean bool(String name, boolean otherwise) {
        return told(reader.bool(read(name))).orElse(otherwise);
    }

    /** A list of texts; a single text is a list of one. */
    List<String> list(String name, List<String> otherwise) {
        return told(reader.strings(read(name))).orElse(otherwise);
    }

    /** A mapping, or the text of one in YAML. */
    Map<String, @Nullable Object> map(String name) {
        return told(reader.map(read(name))).orElse(Map.of());
    }

    /** The value as it is; empty when it is not set or nothing. */
    Optional<Object> any(String name) {
        return told(reader.any(read(name))).map(Variable::value);
    }

    private String read(String name) {
        return PeerVariables.nameOf(name, host);
    }

    /** Problems in what belongs to several hosts are told once. */
    void problems(List<InputProblem> others) {
        others.stream().filter(other -> !problems.contains(other)).forEach(problems::add);
    }

    /** Something is wrong with a variable. */
    void problem(String ours, String message, String hint) {
        once(about(ours, message, hint));
    }

    /** A remark on a variable, at the place where it got its value. */
    InputProblem about(String ours, String message, String hint) {
        String variable = read(ours);
        String name = "host " + host.name();
        return host.place(variable)
                .map(where -> new InputProblem(
                        where.source(), where.line(), where.column(), name + ": " + variable + " " + message, hint))
                .orElseGet(() -> new InputProblem(name, 0, 0, variable + " " + message, hint));
    }

    /** The same for a warning, told once for all hosts that have the value from there. */
    InputProblem warning(String ours, String message, String hint) {
        String variable = read(ours);
        Location where = host.place(variable).orElse(new Location("host " + host.name(), 0, 0));
        return new InputProblem(where.source(), where.line(), where.column(), variable + " " + message, hint);
    }

    /** What was found to be wrong elsewhere. */
    void add(List<InputProblem> found) {
        problems.addAll(found);
    }

    /** What all hosts have from one place is told of for the first of them. */
    private void once(InputProblem problem) {
        String what = problem.message().replaceFirst("^host " + Pattern.quote(host.name()) + ": ", ": ");
        boolean known = problem.line() > 0
                && problems.stream()
                        .anyMatch(other -> other.location().equals(problem.location())
                                && other.message().endsWith(what)
                                && other.hint().equals(problem.hint()));
        if (!known) {
            problems.add(problem);
        }
    }

    private <T> T told(T value) {
        List<InputProblem> all = reader.problems();
        all.subList(told, all.size()).forEach(this::once);
        told = all.size();
        return value;
    }
}
