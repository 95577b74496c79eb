package dev.k3sdeploy.remote;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a login user becomes another one, root as a rule.
 *
 * @param wanted false when commands shall run as the login user ({@code ansible_become: false})
 * @param user whom to become
 * @param password for a program that asks; null when none was given. Nothing but that program ever reads it, and only
 *     when it asks.
 * @param tools the programs to use; the first one that the machine has
 */
public record Become(boolean wanted, String user, @Nullable Secret password, List<BecomeTool> tools) {
    /** Whom to become as a rule. */
    public static final String ROOT = "root";

    /** By sudo, or doas where there is no sudo, when neither asks for a password. */
    public static final Become PASSWORDLESS =
            new Become(true, ROOT, null, List.of(BecomeTool.of(BecomeMethod.SUDO), BecomeTool.of(BecomeMethod.DOAS)));

    /** Nobody: commands run as the login user. */
    public static final Become NO = new Become(false, ROOT, null, List.of());

    /**
     * Takes a copy of the tools.
     *
     * @param wanted {@link #wanted()}
     * @param user {@link #user()}
     * @param password {@link #password()}
     * @param tools {@link #tools()}
     */
    public Become {
        tools = List.copyOf(tools);
    }

    /**
     * {@return root, by sudo or doas with a password}
     *
     * @param password the login user's
     */
    public static Become withPassword(Secret password) {
        return PASSWORDLESS.with(password);
    }

    /**
     * {@return the same with another password}
     *
     * @param newPassword null for none
     */
    public Become with(@Nullable Secret newPassword) {
        return new Become(wanted, user, newPassword, tools);
    }

    /**
     * {@return the same, to be another user}
     *
     * @param newUser the user's name on the machine
     */
    public Become as(String newUser) {
        return new Become(wanted, newUser, password, tools);
    }

    /**
     * {@return the same by one program only}
     *
     * @param tool the one that is tried
     */
    public Become by(BecomeTool tool) {
        return new Become(wanted, user, password, List.of(tool));
    }
}
