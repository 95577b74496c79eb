package dev.k3sdeploy.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The inventory, an option or a variable is wrong: all problems at once, found before any machine was touched. */
public final class InvalidInputException extends K3sDeployException {
    private final transient List<InputProblem> problems;

    public InvalidInputException(List<InputProblem> problems) {
        super(text(problems), "");
        this.problems = problems.stream()
                .sorted(InputProblem.IN_READING_ORDER)
                .distinct()
                .toList();
    }

    public static InvalidInputException of(String source, String message, String hint) {
        return new InvalidInputException(List.of(new InputProblem(source, 0, 0, message, hint)));
    }

    /** In reading order, never empty. */
    public List<InputProblem> problems() {
        return problems;
    }

    private static String text(List<InputProblem> problems) {
        return problems.stream()
                .sorted(InputProblem.IN_READING_ORDER)
                .distinct()
                .map(InputProblem::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
