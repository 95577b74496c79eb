package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.problem.Causes;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way to a machine, in words that say what to look at next. */
final class SshProblem {
    private SshProblem() {}

    /** No TCP connection. */
    static UnreachableException unreachable(SshEndpoint endpoint, IOException cause) {
        return cannotReach(endpoint, reason(endpoint, cause), hint(cause), cause);
    }

    /** It may answer yet, but all others have. */
    static UnreachableException noAnswerAsOthers(SshEndpoint endpoint, Duration waited) {
        return cannotReach(
                endpoint,
                Message.of("ssh.no-answer-as-others", waited.toSeconds()),
                Message.of("ssh.no-answer.next"),
                null);
    }

    /** The jump host answers, and leads no further. */
    static UnreachableException unreachableFrom(SshEndpoint hop, SshEndpoint endpoint, IOException cause) {
        return cannotReach(
                endpoint,
                Message.of("ssh.jump", hop.host(), Causes.innermost(cause)),
                Message.of("ssh.jump.next"),
                cause);
    }

    private static Message reason(SshEndpoint endpoint, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return Message.of("ssh.unknown-name", endpoint.host());
        }
        if (cause instanceof SocketTimeoutException) {
            return Message.of(
                    "ssh.no-answer", endpoint.patience().connectTimeout().toSeconds());
        }
        if (cause instanceof NoRouteToHostException) {
            return Message.of("ssh.no-route");
        }
        String message = cause.getMessage();
        if (cause instanceof ConnectException && "Connection refused".equals(message)) {
            return Message.of("ssh.refused");
        }
        return Message.verbatim(message == null ? cause.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT));
    }

    private static Message hint(IOException cause) {
        if (cause instanceof UnknownHostException) {
            return Message.of("ssh.unknown-name.next");
        }
        if (cause instanceof NoRouteToHostException || cause instanceof SocketTimeoutException) {
            return Message.of("ssh.no-answer.next");
        }
        if (cause instanceof ConnectException) {
            return Message.of("ssh.refused.next");
        }
        return Message.of("ssh.unreachable.next");
    }

    /** A TCP connection, and no SSH server that answers as one. */
    static UnreachableException noSsh(SshEndpoint endpoint, IOException cause) {
        if (Causes.include(cause, SocketTimeoutException.class)) {
            return cannotReach(
                    endpoint,
                    Message.of(
                            "ssh.no-server",
                            endpoint.patience().connectTimeout().toSeconds()),
                    Message.of("ssh.no-server.next"),
                    cause);
        }
        return cannotReach(
                endpoint,
                Message.of("ssh.handshake", Causes.innermost(cause)),
                Message.of("ssh.handshake.next", endpoint.port(), endpoint.user(), endpoint.host()),
                cause);
    }

    /** To try again is no second refusal: it may be busy, or look for our name in the DNS. */
    static UnreachableException loginNotAnswered(SshEndpoint endpoint, String way, IOException cause) {
        return cannotReach(
                endpoint,
                Message.of(
                        "ssh.login-not-answered",
                        way,
                        endpoint.patience().connectTimeout().toSeconds()),
                Message.of("ssh.login-not-answered.next"),
                cause);
    }

    private static UnreachableException cannotReach(
            SshEndpoint endpoint, Message reason, Message hint, @Nullable Throwable cause) {
        return new UnreachableException(Message.of("ssh.cannot-reach", endpoint, reason), hint, cause);
    }

    static UnreachableException interrupted(SshEndpoint endpoint, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return cannotReach(endpoint, Message.of("ssh.interrupted"), Message.NONE, cause);
    }
}
