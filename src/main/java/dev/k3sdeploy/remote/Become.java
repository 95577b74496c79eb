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
    public static final String ROOT = "root";

    public static final Become PASSWORDLESS =
            new Become(true, ROOT, null, List.of(BecomeTool.of(BecomeMethod.SUDO), BecomeTool.of(BecomeMethod.DOAS)));

    public static final Become NO = new Become(false, ROOT, null, List.of());

    public Become {
        tools = List.copyOf(tools);
    }

    public static Become withPassword(Secret password) {
        return PASSWORDLESS.with(password);
    }

    public Become with(@Nullable Secret newPassword) {
        return new Become(wanted, user, newPassword, tools);
    }

    public Become as(String newUser) {
        return new Become(wanted, newUser, password, tools);
    }

    public Become by(BecomeTool tool) {
        return new Become(wanted, user, password, List.of(tool));
    }
}
