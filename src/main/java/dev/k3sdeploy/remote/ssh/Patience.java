package dev.k3sdeploy.remote.ssh;

import java.time.Duration;

/**
 * How long to wait for a machine. A machine that boots refuses connections first, and logins for a moment after: sshd
 * answers before the keys are in place.
 *
 * @param connectTimeout for each step of one attempt: the TCP connection, sshd's first line, the key exchange
 * @param unreachable for how long an attempt that found no SSH server is repeated
 * @param refused for how long a login that was refused is repeated; many refusals may get this client banned
 */
public record Patience(Duration connectTimeout, Duration unreachable, Duration refused) {
    /** For machines that should be up: what they refuse, they refuse. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ZERO);

    /** One attempt. */
    public static final Patience NONE = new Patience(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

    /** For machines that have just been started. */
    public static Patience whileBooting(Duration boot) {
        return new Patience(DEFAULT.connectTimeout, boot, Duration.ofSeconds(20));
    }
}
