package dev.k3sdeploy.remote;

import org.jspecify.annotations.Nullable;

/**
 * How a login user becomes root.
 *
 * @param wanted false when commands shall run as the login user ({@code ansible_become: false})
 * @param password for a sudo that asks; null when none was given. Only sudo ever reads it, and only when it asks.
 */
public record Become(boolean wanted, @Nullable Secret password) {
    public static final Become PASSWORDLESS = new Become(true, null);
    public static final Become NO = new Become(false, null);

    public static Become withPassword(Secret password) {
        return new Become(true, password);
    }
}
