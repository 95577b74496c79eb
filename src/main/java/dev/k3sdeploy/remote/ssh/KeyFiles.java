package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** The private keys of a run. Each passphrase is asked for once, however many machines the key opens. */
final class KeyFiles {
    private static final List<String> DEFAULT_NAMES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Path home;
    private final PassphraseSource passphrases;
    private final Map<Path, Optional<Secret>> answers = new HashMap<>();

    KeyFiles(Path home, PassphraseSource passphrases) {
        this.home = home;
        this.passphrases = passphrases;
    }

    /** The keys under the default names that exist. */
    List<Path> defaults() {
        return DEFAULT_NAMES.stream()
                .map(name -> home.resolve(".ssh").resolve(name))
                .filter(Files::isReadable)
                .toList();
    }

    /**
     * Reads and decrypts a key here and now: left to sshj, that happens on the thread that reads the connection, with
     * the login's time running out while a person types.
     *
     * @throws IOException whose message says what is wrong with the file
     */
    KeyProvider load(Path file, SSHClient client) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("it cannot be read");
        }
        if (PublicHalf.isAll(file)) {
            throw new IOException("it is a public key, and the ssh-agent does not hold its private half");
        }
        if (PublicHalf.isInSecurityKey(file)) {
            throw new IOException("it is in a security key (FIDO), which --transport openssh and an ssh-agent can use");
        }
        Passphrase passphrase = new Passphrase(file);
        try {
            KeyProvider key = client.loadKeys(file.toString(), passphrase);
            key.getPublic();
            key.getPrivate();
            return key;
        } catch (IOException | RuntimeException e) {
            throw new IOException(passphrase.explain(e), e);
        }
    }

    private synchronized Optional<Secret> answer(Path file) {
        return answers.computeIfAbsent(file, passphrases::passphrase);
    }

    /** Remembers whether the key asked for it, because sshj reports a wrong one in several ways. */
    private final class Passphrase implements PasswordFinder {
        private final Path file;
        private boolean asked;
        private boolean given;

        Passphrase(Path file) {
            this.file = file;
        }

        @Override
        public char[] reqPassword(Resource<?> resource) {
            asked = true;
            Optional<Secret> answer = answer(file);
            given = answer.isPresent();
            return answer.map(secret -> secret.reveal().toCharArray()).orElse(new char[0]);
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }

        String explain(Exception failure) {
            if (asked && !given) {
                return "it needs a passphrase and none was given";
            }
            return asked ? "the passphrase is wrong" : "it is no private key: " + Causes.innermost(failure);
        }
    }
}
