package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** One login: each way after the other, and for each why it did not work. */
final class Authentication {
    /** Kerberos, as machines call it (RFC 4462). */
    private static final String KERBEROS = "gssapi-with-mic";

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
        boolean in;
        try {
            in = keys() || password() || untried();
        } catch (UserAuthException | TransportException e) {
            if (tried.isEmpty() || Causes.include(e, InterruptedException.class)) {
                throw e;
            }
            throw ended(e);
        }
        if (!in) {
            throw refused();
        }
    }

    private boolean keys() throws IOException {
        for (KeyChoice choice : KeyChoice.inOrder(endpoint.login(), keyFiles.defaults(), agentKeys())) {
            boolean in = choice instanceof KeyChoice.InAgent held
                    ? succeeds(new AgentLogin(held.key()), held.key().toString(), Agent.BY_A_PERSON)
                    : file(((KeyChoice.InFile) choice).file());
            if (in) {
                return true;
            }
        }
        return false;
    }

    private List<AgentKey> agentKeys() {
        String address = endpoint.login().agent().orElse("");
        if (address.isEmpty()) {
            return List.of();
        }
        try {
            List<AgentKey> keys = new Agent(address).keys();
            if (keys.isEmpty()) {
                tried.add("ssh-agent: it holds no keys (`ssh-add` adds them)");
            }
            return keys;
        } catch (IOException e) {
            tried.add("ssh-agent at " + address + ": " + Causes.innermost(e));
            return List.of();
        }
    }

    private boolean file(Path file) throws IOException {
        AuthMethod method;
        try {
            KeyProvider key = keyFiles.load(file, client);
            client.getTransport().getClientKeyAlgorithms(key.getType()); // refuses a type that cannot be used, as DSA
            method = new KeyLogin(key);
        } catch (IOException e) {
            tried.add("key " + file + ": " + e.getMessage());
            return false;
        }
        return succeeds(method, "key " + file, timeout());
    }

    private boolean password() throws IOException {
        Secret password = endpoint.login().password();
        if (password == null) {
            return false;
        }
        return succeeds(new AuthPassword(new Once(password)), "password", timeout())
                || succeeds(new AuthKeyboardInteractive(new OneAnswer(password)), "keyboard-interactive", timeout());
    }

    /** A machine that nothing was tried on has not told either whether it takes Kerberos. */
    private boolean untried() throws IOException {
        return tried.isEmpty()
                && endpoint.login().lacksTicket()
                && client.getUserAuth()
                        .authenticate(endpoint.user(), (Service) client.getConnection(), new AuthNone(), (int)
                                timeout().toMillis());
    }

    private Duration timeout() {
        return Duration.ofMillis(client.getTransport().getTimeoutMs());
    }

    private boolean succeeds(AuthMethod method, String what, Duration within) throws IOException {
        try {
            Service next = (Service) client.getConnection();
            if (client.getUserAuth().authenticate(endpoint.user(), next, method, (int) within.toMillis())) {
                return true;
            }
            boolean offered = client.getUserAuth().getAllowedMethods().contains(method.getName());
            tried.add(what + ": " + (offered ? "refused" : "not allowed by the machine"));
        } catch (UserAuthException e) {
            if (!client.isConnected() || Causes.include(e, TransportException.class)) {
                throw e;
            }
            // A person may need longer than that for a key; a machine that does is slow, and has not refused.
            if (Causes.include(e, TimeoutException.class) && within.equals(timeout())) {
                throw SshProblem.loginNotAnswered(endpoint, what, e);
            }
            tried.add(what + ": " + Causes.innermost(e));
        }
        return false;
    }

    private LoginRefusedException refused() {
        if (tried.isEmpty()) {
            return new LoginRefusedException(
                    Message.of("ssh.no-key", cannotLogIn()),
                    Message.shaped("{0}{1}", Message.of("ssh.no-key.next"), kerberos()));
        }
        return new LoginRefusedException(
                Message.of("ssh.tried", cannotLogIn(), String.join("; ", tried), allowed()),
                Message.shaped("{0}{1}", hint(), kerberos()));
    }

    private Message hint() {
        return endpoint.login().password() == null
                ? Message.of("ssh.tried.next", endpoint.user())
                : Message.of("ssh.tried.next-password", endpoint.user());
    }

    private Message kerberos() {
        if (!client.getUserAuth().getAllowedMethods().contains(KERBEROS)) {
            return Message.NONE;
        }
        return endpoint.login().lacksTicket() ? Message.of("ssh.kerberos-ticket") : Message.of("ssh.kerberos");
    }

    /** Empty when the machine was never asked: each key failed before. */
    private Message allowed() {
        String methods = String.join(", ", client.getUserAuth().getAllowedMethods());
        return methods.isEmpty() ? Message.NONE : Message.of("ssh.allowed", methods);
    }

    /** sshd hangs up after a number of refusals, and counts each key. */
    private LoginRefusedException ended(IOException e) {
        return new LoginRefusedException(
                Message.of("ssh.hung-up", cannotLogIn(), String.join("; ", tried), Causes.innermost(e)),
                Message.of("ssh.hung-up.next"));
    }

    private Message cannotLogIn() {
        return Message.of("ssh.cannot-log-in", endpoint, endpoint.user());
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
