package dev.k3sdeploy;

import dev.k3sdeploy.inventory.Host;
import dev.k3sdeploy.inventory.Location;
import dev.k3sdeploy.inventory.VariableReader;
import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.remote.ssh.HostKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A host's variables as the types that are wanted of them. What is wrong is collected, never thrown. */
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
        return told(reader.string(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first of several variables that mean the same. */
    Optional<String> first(String... names) {
        return Stream.of(names).flatMap(name -> text(name).stream()).findFirst();
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
        return told(reader.bool(name)).orElse(otherwise);
    }

    /** A list of texts; a single text is a list of one. */
    List<String> list(String name, List<String> otherwise) {
        return told(reader.strings(name)).orElse(otherwise);
    }

    /** Problems in what belongs to several hosts are told once. */
    void problems(List<InputProblem> others) {
        others.stream().filter(other -> !problems.contains(other)).forEach(problems::add);
    }

    /** Something is wrong with a variable, at the place where it got its value. */
    void problem(String variable, String message, String hint) {
        Location where = told(reader.any(variable))
                .map(found -> found.where())
                .orElse(new Location("host " + host.name(), 0, 0));
        problems.add(new InputProblem(
                where.source(),
                where.line(),
                where.column(),
                "host " + host.name() + ": " + variable + " " + message,
                hint));
    }

    private <T> T told(T value) {
        List<InputProblem> all = reader.problems();
        problems.addAll(all.subList(told, all.size()));
        told = all.size();
        return value;
    }
}
