package dev.k3sdeploy.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user can understand: what happened ({@link #summary}) and what to do next ({@link #hint}). Any other
 * exception that leaves k3sdeploy is a bug of k3sdeploy.
 */
public class K3sDeployException extends RuntimeException {
    private final String summary;
    private final String hint;

    /**
     * @param summary what happened and where, without a full stop when it is one sentence
     * @param hint the next thing to try, or empty
     */
    public K3sDeployException(String summary, String hint) {
        this(summary, hint, null);
    }

    public K3sDeployException(String summary, String hint, @Nullable Throwable cause) {
        super(hint.isEmpty() ? summary : summary + System.lineSeparator() + hint, cause);
        this.summary = summary;
        this.hint = hint;
    }

    public String summary() {
        return summary;
    }

    /** The next thing to try; empty when there is nothing better to say than the summary. */
    public String hint() {
        return hint;
    }
}
