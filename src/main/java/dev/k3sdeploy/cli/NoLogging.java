package dev.k3sdeploy.cli;

/**
 * The configuration of {@code java.util.logging} in this program: nobody is told. sshj logs every lost channel; what matters
 * comes back as an exception. Java makes one of these when something logs for the first time; to reset its logging at the
 * start instead costs 15 ms, in commands that never log, too.
 */
public final class NoLogging {
    /** Sets nothing up. */
    public NoLogging() {}
}
