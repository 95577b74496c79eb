package dev.k3sdeploy.remote;

import java.util.Objects;

/** A text that must never be shown: a password or a token. Prints as {@code •••}; {@link #reveal} is the only way in. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /**
     * {@return a secret}
     *
     * @param value the text to keep to oneself
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * {@return the text itself; for a process's standard input or a 0600 file, never for a command line or a message}
     */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "•••";
    }
}
