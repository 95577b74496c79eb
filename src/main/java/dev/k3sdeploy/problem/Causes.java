package dev.k3sdeploy.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is below an exception: libraries wrap what has happened, interrupts and time-outs too, in exceptions of their own. */
public final class Causes {
    private Causes() {}

    /**
     * The outermost exception of a type.
     *
     * @param <T> that type
     * @param thrown where to begin; null has no causes
     * @param type of it or of one of its causes
     * @return empty when there is none of that type
     */
    public static <T extends Throwable> Optional<T> first(@Nullable Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /**
     * {@return whether it or one of its causes is of a type}
     *
     * @param thrown where to begin; null has no causes
     * @param type to look for
     */
    public static boolean include(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        return first(thrown, type).isPresent();
    }

    /**
     * {@return what the innermost cause says, or its class where it says nothing}
     *
     * @param thrown where to begin
     */
    public static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
