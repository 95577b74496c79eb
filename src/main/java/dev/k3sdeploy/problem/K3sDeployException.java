package dev.k3sdeploy.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user can understand: what happened ({@link #summary}) and what to do next ({@link #hint}). Any other
 * exception that leaves k3sdeploy is a bug of k3sdeploy.
 */
public class K3sDeployException extends RuntimeException {
    private final transient Message what;
    private final transient Message next;

    /**
     * @param summary what happened and where, without a full stop when it is one sentence
     * @param hint the next thing to try, or empty
     */
    public K3sDeployException(String summary, String hint) {
        this(summary, hint, null);
    }

    /**
     * With what it came from.
     *
     * @param summary what happened, and where; in English
     * @param hint what to try next; empty for none
     * @param cause null for none
     */
    public K3sDeployException(String summary, String hint, @Nullable Throwable cause) {
        this(Message.verbatim(summary), Message.verbatim(hint), cause);
    }

    /**
     * As {@link #K3sDeployException(String, String)}, in each language that the catalogue has.
     *
     * @param summary what happened, and where
     * @param hint what to try next; may be empty
     */
    public K3sDeployException(Message summary, Message hint) {
        this(summary, hint, null);
    }

    /**
     * With what it came from, in each language that the catalogue has.
     *
     * @param summary what happened, and where
     * @param hint what to try next; may be empty
     * @param cause null for none
     */
    public K3sDeployException(Message summary, Message hint, @Nullable Throwable cause) {
        super(hint.isEmpty() ? summary.toString() : summary + System.lineSeparator() + hint, cause);
        this.what = summary;
        this.next = hint;
    }

    /** {@return what happened, and where, in English} */
    public String summary() {
        return what.toString();
    }

    /** {@return the next thing to try, in English; empty when there is nothing better to say than the summary} */
    public String hint() {
        return next.toString();
    }

    /** {@return {@link #summary}, for a person} */
    public Message what() {
        return what;
    }

    /** {@return {@link #hint}, for a person} */
    public Message next() {
        return next;
    }
}
