package dev.k3sdeploy.remote.ssh;

import java.util.function.Supplier;

/** What happens to machines that nobody knows where the policy is to ask: a person decides. One for a run. */
public final class NewHostKeys {
    private final HostKeyQuestion question;

    /**
     * Nobody has been asked yet.
     *
     * @param question asks a person; for one machine at a time
     */
    public NewHostKeys(HostKeyQuestion question) {
        this.question = question;
    }

    /**
     * Connects; when that fails because nobody knows the key, the policy is to ask, and the person trusts it, once more.
     *
     * @param <C> of a connection
     * @param endpoint the machine, its address and policy
     * @param attempt tries to connect, once or twice
     * @return what the attempt gave
     * @throws HostKeyException when the key is not trusted
     */
    public <C> C connect(SshEndpoint endpoint, Supplier<C> attempt) {
        try {
            return attempt.get();
        } catch (HostKeyException.Unknown e) {
            if (endpoint.hostKeys().policy() != HostKeys.Policy.ASK || !trusts(endpoint, e.line())) {
                throw e;
            }
            return attempt.get();
        }
    }

    /** Asked here, not where the key comes in: there a handshake waits, whose time runs out while a person thinks. */
    private synchronized boolean trusts(SshEndpoint endpoint, KnownHost line) {
        if (!question.trusts(endpoint.toString(), line.type() + " " + Fingerprint.of(line.key()))) {
            return false;
        }
        HostKeyCheck.remember(endpoint, line);
        return true;
    }
}
