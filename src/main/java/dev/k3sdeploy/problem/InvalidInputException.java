package dev.k3sdeploy.problem;

import java.util.List;

/** The inventory, an option or a variable is wrong: all problems at once, found before any machine was touched. */
public final class InvalidInputException extends K3sDeployException {
    private final transient List<InputProblem> problems;

    /**
     * All that is wrong, in one.
     *
     * @param problems in reading order, one at least
     */
    public InvalidInputException(List<InputProblem> problems) {
        super(text(problems), Message.NONE);
        this.problems = problems.stream()
                .sorted(InputProblem.IN_READING_ORDER)
                .distinct()
                .toList();
    }

    /**
     * {@return one problem of a whole source}
     *
     * @param source a file, or what else a person has given
     * @param message what is wrong, in English
     * @param hint what would be right, in English, or empty
     */
    public static InvalidInputException of(String source, String message, String hint) {
        return new InvalidInputException(List.of(new InputProblem(source, 0, 0, message, hint)));
    }

    /**
     * {@return one problem of a whole source}
     *
     * @param source a file, or what else a person has given
     * @param message what is wrong
     * @param hint what would be right; may be empty
     */
    public static InvalidInputException of(String source, Message message, Message hint) {
        return new InvalidInputException(List.of(new InputProblem(source, 0, 0, message, hint)));
    }

    /** {@return the problems, in reading order; never empty} */
    public List<InputProblem> problems() {
        return problems;
    }

    private static Message text(List<InputProblem> problems) {
        return problems.stream()
                .sorted(InputProblem.IN_READING_ORDER)
                .distinct()
                .map(InputProblem::told)
                .reduce((one, other) -> Message.shaped("{0}" + System.lineSeparator() + "{1}", one, other))
                .orElse(Message.NONE);
    }
}
