package dev.k3sdeploy.remote.ssh;

import java.time.Duration;

/**
 * How long to wait for a machine. A machine that boots refuses connections first, and logins for a moment after: sshd
 * answers before the keys are in place.
 *
 * @param connectTimeout for each step of one attempt: the TCP connection, sshd's first line, the key exchange
 * @param unreachable for how long an attempt that found no SSH server is repeated
 * @param refused for how long a login that was refused is repeated; many refusals may get this client banned
 * @param retries how often an attempt is repeated at most, however long there is patience
 * @param keepAlive when a connection that stands is taken for dead
 */
public record Patience(
        Duration connectTimeout, Duration unreachable, Duration refused, int retries, KeepAlive keepAlive) {
    /** For machines that should be up: what they refuse, they refuse. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ZERO);

    /** One attempt. */
    public static final Patience NONE = new Patience(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

    /**
     * Patience with as many attempts as fit, and the usual keepalives.
     *
     * @param connectTimeout {@link #connectTimeout()}
     * @param unreachable {@link #unreachable()}
     * @param refused {@link #refused()}
     */
    public Patience(Duration connectTimeout, Duration unreachable, Duration refused) {
        this(connectTimeout, unreachable, refused, Integer.MAX_VALUE, KeepAlive.DEFAULT);
    }

    /**
     * For machines that have just been started.
     *
     * @param boot how long it may take from now on
     * @return for a machine that does not answer so long, for one that refuses a login 20 seconds
     */
    public static Patience whileBooting(Duration boot) {
        return DEFAULT.booting(boot);
    }

    /**
     * The same for a machine that has just been started.
     *
     * @param boot how long it may take from now on
     * @return so long for a machine that does not answer, 20 seconds for one that refuses a login
     */
    public Patience booting(Duration boot) {
        return new Patience(connectTimeout, boot, Duration.ofSeconds(20), Integer.MAX_VALUE, keepAlive);
    }

    /**
     * {@return the same with another limit for one attempt}
     *
     * @param timeout for each step of one attempt
     */
    public Patience withConnectTimeout(Duration timeout) {
        return new Patience(timeout, unreachable, refused, retries, keepAlive);
    }

    /**
     * {@return the same with a limit for the number of attempts}
     *
     * @param atMost how often a failed attempt is repeated
     */
    public Patience withRetries(int atMost) {
        return new Patience(connectTimeout, unreachable, refused, atMost, keepAlive);
    }

    /**
     * {@return the same with other keepalives}
     *
     * @param newKeepAlive how soon a dead connection is noticed
     */
    public Patience with(KeepAlive newKeepAlive) {
        return new Patience(connectTimeout, unreachable, refused, retries, newKeepAlive);
    }
}
