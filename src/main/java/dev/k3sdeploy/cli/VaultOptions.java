package dev.k3sdeploy.cli;

import dev.k3sdeploy.ControlMachine;
import dev.k3sdeploy.inventory.VaultSecret;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the passwords of Ansible's vault come from: files, the environment, a person. */
final class VaultOptions {
    private static final String FILE_VARIABLE = "ANSIBLE_VAULT_PASSWORD_FILE";
    private static final String DEFAULT_ID = "default";

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "FILE",
            description = "File with the password of vaulted values; ANSIBLE_VAULT_PASSWORD_FILE does the same.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--vault-id",
            paramLabel = "ID@FILE",
            description = "The password of one vault id; FILE may be prompt.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = {"-J", "--ask-vault-pass"},
            description = "Ask for the vault password.")
    private boolean ask;

    /** In the order in which they shall be tried. */
    List<VaultSecret> secrets(ControlMachine here, Prompt prompt) {
        List<VaultSecret> secrets = new ArrayList<>();
        ids.forEach(id -> secrets.add(ofId(id, here, prompt)));
        files.forEach(file -> secrets.add(new VaultSecret(DEFAULT_ID, read(file, here))));
        if (ask) {
            secrets.add(new VaultSecret(DEFAULT_ID, typed(DEFAULT_ID, prompt)));
        }
        String file = here.environment().getOrDefault(FILE_VARIABLE, "");
        if (!file.isBlank() && files.isEmpty()) {
            secrets.add(new VaultSecret(DEFAULT_ID, read(file, here)));
        }
        return secrets;
    }

    private static VaultSecret ofId(String option, ControlMachine here, Prompt prompt) {
        int at = option.indexOf('@');
        String id = at <= 0 ? DEFAULT_ID : option.substring(0, at);
        String source = option.substring(at + 1);
        return new VaultSecret(id, source.equals("prompt") ? typed(id, prompt) : read(source, here));
    }

    private static String typed(String id, Prompt prompt) {
        return prompt.secret(Message.of("ask.vault", id), "--ask-vault-pass", Message.of("ask.vault.instead"))
                .reveal();
    }

    /** As Ansible: the file's text without white space at its ends; an executable file is not run. */
    private static String read(String file, ControlMachine here) {
        Path path = here.path(file);
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw InvalidInputException.of(
                    file,
                    "the vault password file cannot be read: " + e.getMessage(),
                    "check the path and its permissions");
        }
    }
}
