package dev.k3sdeploy.inventory;

import dev.k3sdeploy.problem.InputProblem;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that the user sees all of it at once; and what only deserves a warning. */
final class Problems {
    /** A file of nonsense must not answer with as many lines as it has. */
    private static final int MOST = 200;

    private final List<InputProblem> errors = new ArrayList<>();
    private final List<InputProblem> warnings = new ArrayList<>();

    void error(Location at, String message, String hint) {
        error(at, Message.verbatim(message), Message.verbatim(hint));
    }

    void error(Location at, Message message, Message hint) {
        add(errors, at, message, hint);
    }

    void warn(Location at, String message, String hint) {
        add(warnings, at, Message.verbatim(message), Message.verbatim(hint));
    }

    private static void add(List<InputProblem> list, Location at, Message message, Message hint) {
        if (list.size() < MOST) {
            list.add(new InputProblem(at.source(), at.line(), at.column(), message, hint));
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<InputProblem> errors() {
        return List.copyOf(errors);
    }

    List<InputProblem> warnings() {
        return List.copyOf(warnings);
    }

    void throwIfAny() {
        if (hasErrors()) {
            throw new InvalidInputException(errors);
        }
    }
}
