package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A host key that a machine showed to another SSH client than ours, judged by the same rules and in the same words.
 *
 * @param type {@code ssh-ed25519}
 * @param key in base64
 */
public record ShownKey(String type, String key) {
    /**
     * {@return what is wrong with it; empty for a key that is known, or new and to be trusted}
     *
     * @param endpoint the machine that showed it
     */
    public Optional<HostKeyException> problem(SshEndpoint endpoint) {
        try {
            return Optional.ofNullable(new HostKeyCheck(endpoint).problem(type, key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
