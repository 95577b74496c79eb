package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.UnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way to a machine, in words that say what to look at next. */
final class SshProblem {
    private SshProblem() {}

    /** No TCP connection. */
    static UnreachableException unreachable(SshEndpoint endpoint, IOException cause) {
        return cannotReach(endpoint, reason(endpoint, cause), hint(cause), cause);
    }

    /** The jump host answers, and leads no further. */
    static UnreachableException unreachableFrom(SshEndpoint hop, SshEndpoint endpoint, IOException cause) {
        return cannotReach(
                endpoint,
                "the jump host " + hop.host() + " leads no further: " + message(cause),
                "Is the machine up, and is its address right as seen from the jump host? Its sshd may forbid "
                        + "forwarding (AllowTcpForwarding)",
                cause);
    }

    private static String reason(SshEndpoint endpoint, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "nothing is known under the name " + endpoint.host();
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer within " + endpoint.patience().connectTimeout().toSeconds() + " s";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }

    private static String hint(IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "Check ansible_host in the inventory, or give the address itself";
        }
        if (cause instanceof NoRouteToHostException || cause instanceof SocketTimeoutException) {
            return "Is the machine up (vagrant status), and is the address right (ansible_host)? "
                    + "A firewall that drops packets looks the same";
        }
        if (cause instanceof ConnectException) {
            return "Is the machine up (vagrant status), and does sshd listen on this port (ansible_port)? "
                    + "One that boots refuses for some seconds";
        }
        return "Is the machine up (vagrant status)?";
    }

    /** A TCP connection, and no SSH server that answers as one. */
    static UnreachableException noSsh(SshEndpoint endpoint, IOException cause) {
        if (isCausedBy(cause, SocketTimeoutException.class)) {
            return cannotReach(
                    endpoint,
                    "the port is open, but no SSH server answered within "
                            + endpoint.patience().connectTimeout().toSeconds() + " s",
                    "A machine that boots behind a forwarded port looks like this: wait, and see its console",
                    cause);
        }
        return cannotReach(
                endpoint,
                "the SSH handshake failed: " + message(cause),
                "Try `ssh -v -p " + endpoint.port() + " " + endpoint.user() + "@" + endpoint.host()
                        + "`. An sshd with too many connections at once, or that bans this client for a while, closes"
                        + " the connection",
                cause);
    }

    private static UnreachableException cannotReach(
            SshEndpoint endpoint, String reason, String hint, @Nullable Throwable cause) {
        return new UnreachableException("Cannot reach " + endpoint + ": " + reason, hint, cause);
    }

    static UnreachableException interrupted(SshEndpoint endpoint, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return cannotReach(endpoint, "interrupted", "", cause);
    }

    /** What the innermost cause says; sshj wraps each error several times. */
    static String message(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** sshj hides interrupts and time-outs in exceptions of its own. */
    static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
            if (cause.getCause() == cause) {
                return false;
            }
        }
        return false;
    }
}
