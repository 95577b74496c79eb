package dev.k3sdeploy.inventory;

/**
 * A value cannot be resolved; says why, and where the value stands as far as known. The trap: jinjava takes the message of an
 * exception for a format of {@code String.format}, so what the user wrote is kept out of it, in {@link #problem}.
 */
final class TemplateException extends RuntimeException {
    private final transient Location at;
    private final String problem;
    private final String hint;

    TemplateException(Location at, String problem, String hint) {
        super("a value cannot be resolved", null, false, false);
        this.at = at;
        this.problem = problem;
        this.hint = hint;
    }

    Location at() {
        return at;
    }

    /** What is wrong, for the user. */
    String problem() {
        return problem;
    }

    String hint() {
        return hint;
    }
}
