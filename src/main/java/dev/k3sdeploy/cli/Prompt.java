package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Secret;
import java.io.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Questions to the person at the terminal. */
final class Prompt {
    private Prompt() {}

    /** Whether there is a person to ask. From Java 22 on only with {@code -Djdk.console=java.base}, which the launcher sets. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean possible() {
        return System.console() != null;
    }

    /** @throws InvalidInputException when there is no terminal; {@code instead} says what to do without one */
    static Secret secret(String question, String option, String instead) {
        char[] typed = console(option, instead).readPassword("%s", question);
        return Secret.of(typed == null ? "" : new String(typed));
    }

    /** The passphrase of a key; empty where there is nobody to ask. */
    static Optional<Secret> passphrase(Path keyFile) {
        return possible()
                ? Optional.of(secret("Passphrase of " + keyFile + ": ", keyFile.toString(), ""))
                : Optional.empty();
    }

    /** Whether a person trusts a machine's key; where there is nobody to ask, it is not trusted. */
    static boolean trustsHostKey(String machine, String key) {
        return possible()
                && line(
                                machine + " is new, its host key is " + key + "\nTrust it? (yes/no) ",
                                "--host-key-checking",
                                "")
                        .strip()
                        .equalsIgnoreCase("yes");
    }

    private static String line(String question, String option, String instead) {
        return Optional.ofNullable(console(option, instead).readLine("%s", question))
                .orElse("");
    }

    /**
     * Whether the person says yes.
     *
     * @param command the one that asks; its option {@code --yes} answers instead
     * @throws InvalidInputException when there is no terminal
     */
    static boolean confirmed(String question, String command) {
        return line(question + " [y/N] ", command, "add --yes")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    private static Console console(String option, String instead) {
        return Optional.ofNullable(System.console())
                .orElseThrow(() -> InvalidInputException.of(option, "there is no terminal to ask on", instead));
    }
}
