package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** One login: each way after the other, and for each why it did not work. */
final class Authentication {
    private final SSHClient client;
    private final SshEndpoint endpoint;
    private final KeyFiles keyFiles;
    private final List<String> tried = new ArrayList<>();

    Authentication(SSHClient client, SshEndpoint endpoint, KeyFiles keyFiles) {
        this.client = client;
        this.endpoint = endpoint;
        this.keyFiles = keyFiles;
    }

    /**
     * Logs in.
     *
     * @throws LoginRefusedException when no way worked; names each way and its end
     * @throws IOException when the connection broke meanwhile
     */
    void run() throws IOException {
        boolean in = keys() || password();
        if (!in) {
            throw refused();
        }
    }

    private boolean keys() throws IOException {
        for (Path file : keyFiles.of(endpoint.login())) {
            AuthMethod method;
            try {
                method = new AuthPublickey(keyFiles.load(file, client));
            } catch (IOException e) {
                tried.add("key " + file + ": " + e.getMessage());
                continue;
            }
            if (succeeds(method, "key " + file)) {
                return true;
            }
        }
        return false;
    }

    private boolean password() throws IOException {
        Secret password = endpoint.login().password();
        if (password == null) {
            return false;
        }
        return succeeds(new AuthPassword(new Once(password)), "password")
                || succeeds(new AuthKeyboardInteractive(new OneAnswer(password)), "keyboard-interactive");
    }

    private boolean succeeds(AuthMethod method, String what) throws IOException {
        try {
            Service next = (Service) client.getConnection();
            if (client.getUserAuth()
                    .authenticate(
                            endpoint.user(), next, method, client.getTransport().getTimeoutMs())) {
                return true;
            }
            boolean offered = client.getUserAuth().getAllowedMethods().contains(method.getName());
            tried.add(what + ": " + (offered ? "refused" : "not allowed by the machine"));
        } catch (UserAuthException e) {
            if (!client.isConnected()) {
                throw e;
            }
            tried.add(what + ": " + SshProblem.message(e));
        }
        return false;
    }

    private LoginRefusedException refused() {
        String user = endpoint.user();
        String summary = "Cannot log in to " + endpoint + " as " + user;
        if (tried.isEmpty()) {
            return new LoginRefusedException(
                    summary + ": there is no key in ~/.ssh and no password was given",
                    "Name a key (ansible_ssh_private_key_file, --private-key); "
                            + "for Vagrant see `vagrant ssh-config`. Or make one: ssh-keygen -t ed25519");
        }
        return new LoginRefusedException(
                summary + ", tried " + String.join("; ", tried) + ". The machine allows: "
                        + String.join(", ", client.getUserAuth().getAllowedMethods()),
                "Is the user right (ansible_user), and is the public key in ~" + user
                        + "/.ssh/authorized_keys on the machine?");
    }

    /** sshj asks again after a refusal as long as it is told to. */
    private record Once(Secret password) implements PasswordFinder {
        @Override
        public char[] reqPassword(Resource<?> resource) {
            return password.reveal().toCharArray();
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }

    /** Answers the first hidden question, whatever its words and language; any other with nothing. */
    private static final class OneAnswer implements ChallengeResponseProvider {
        private final Secret password;
        private boolean answered;

        OneAnswer(Secret password) {
            this.password = password;
        }

        @Override
        public List<String> getSubmethods() {
            return List.of();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public void init(Resource resource, String name, String instruction) {
            // Nothing to prepare.
        }

        @Override
        public char[] getResponse(String prompt, boolean echo) {
            if (echo || answered) {
                return new char[0];
            }
            answered = true;
            return password.reveal().toCharArray();
        }

        @Override
        public boolean shouldRetry() {
            return false;
        }
    }
}
