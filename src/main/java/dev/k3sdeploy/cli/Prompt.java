package dev.k3sdeploy.cli;

import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import java.io.Console;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Questions to the person at the terminal.
 *
 * @param language of the person
 */
record Prompt(Locale language) {

    /** Whether there is a person to ask. From Java 22 on only with {@code -Djdk.console=java.base}, which the launcher sets. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean possible() {
        return System.console() != null;
    }

    /** @throws InvalidInputException when there is no terminal; {@code instead} says what to do without one */
    Secret secret(Message question, String option, Message instead) {
        char[] typed = console(option, instead).readPassword("%s", question.in(language) + " ");
        return Secret.of(typed == null ? "" : new String(typed));
    }

    /** The passphrase of a key; empty where there is nobody to ask. */
    Optional<Secret> passphrase(Path keyFile) {
        return possible()
                ? Optional.of(secret(Message.of("ask.passphrase", keyFile), keyFile.toString(), Message.NONE))
                : Optional.empty();
    }

    /** Whether a person trusts a machine's key; where there is nobody to ask, it is not trusted. */
    boolean trustsHostKey(String machine, String key) {
        return possible()
                && agrees(
                        line(Message.of("ask.host-key", machine, key), "--host-key-checking", Message.NONE),
                        Message.of("ask.agreed-in-full"));
    }

    private String line(Message question, String option, Message instead) {
        return Optional.ofNullable(console(option, instead).readLine("%s", question.in(language) + " "))
                .orElse("");
    }

    /**
     * Whether the person says yes.
     *
     * @param command the one that asks; its option {@code --yes} answers instead
     * @throws InvalidInputException when there is no terminal
     */
    boolean confirmed(Message question, String command) {
        String answer = line(Message.of("ask.confirm", question), command, Message.of("ask.yes-instead"));
        return agrees(answer, Message.of("ask.agreed"));
    }

    /** English words are understood in every language. */
    private boolean agrees(String answer, Message words) {
        return Stream.of((words + " " + words.in(language)).split(" ")).anyMatch(answer.strip()::equalsIgnoreCase);
    }

    private static Console console(String option, Message instead) {
        return Optional.ofNullable(System.console())
                .orElseThrow(() -> InvalidInputException.of(option, Message.of("ask.no-terminal"), instead));
    }
}
