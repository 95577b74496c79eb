package dev.k3sdeploy.inventory;

/**
 * A value cannot be resolved; says why, and where the value stands as far as known. The trap: jinjava takes the message of an
 * exception for a format of {@code String.format}, so what the user wrote is kept out of it, in {@link #problem}.
 */
final class TemplateException extends RuntimeException {
    private final transient Location at;
    private final String problem;
    private final String hint;
    private final boolean fact;

    TemplateException(Location at, String problem, String hint) {
        this(at, problem, hint, false);
    }

    private TemplateException(Location at, String problem, String hint, boolean fact) {
        super("a value cannot be resolved", null, false, false);
        this.at = at;
        this.problem = problem;
        this.hint = hint;
        this.fact = fact;
    }

    /** For a name that Ansible knows once it has asked the machine. */
    static TemplateException ofFact(Location at, String name) {
        return new TemplateException(
                at,
                "«" + name + "» is a fact of the machine, and k3sdeploy gathers no facts",
                "write the value, or {{ " + name + " | default('…') }}",
                true);
    }

    /** Whether it is a fact that is missing. */
    boolean asksForFact() {
        return fact;
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
