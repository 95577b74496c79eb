package dev.k3sdeploy.artifact;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server could not be reached, broke off, or asks to come back later. The message says which, and who. */
final class FetchFailedException extends Exception {
    private final boolean mayPass;

    private FetchFailedException(String message, boolean mayPass, @Nullable Throwable cause) {
        super(message, cause);
        this.mayPass = mayPass;
    }

    static FetchFailedException busy(Answer answer) {
        return new FetchFailedException(host(answer.uri()) + " answers with status " + answer.status(), true, null);
    }

    static FetchFailedException tooSlow(URI uri) {
        return new FetchFailedException(host(uri) + " is too slow: the download did not end in time", false, null);
    }

    /**
     * Tells the kinds of network trouble apart.
     *
     * @param peer the server or the proxy that was being talked to
     */
    static FetchFailedException of(String peer, IOException problem) {
        if (has(problem, UnknownHostException.class) || has(problem, UnresolvedAddressException.class)) {
            return new FetchFailedException(peer + ": the name cannot be resolved", false, problem);
        }
        if (has(problem, HttpConnectTimeoutException.class) || has(problem, NoRouteToHostException.class)) {
            return new FetchFailedException(peer + ": no answer to a connection", false, problem);
        }
        if (has(problem, ConnectException.class)) {
            return new FetchFailedException(peer + ": no connection (refused, or no network)", true, problem);
        }
        if (has(problem, HttpTimeoutException.class)) {
            return new FetchFailedException(peer + " has stopped answering", true, problem);
        }
        return new FetchFailedException("the connection to " + peer + " broke", true, problem);
    }

    /** Whether another try, a moment later, has a chance. A missing name or route does not mend in a second. */
    boolean mayPass() {
        return mayPass;
    }

    static boolean has(@Nullable Throwable problem, Class<? extends Throwable> type) {
        for (Throwable e = problem; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return true;
            }
        }
        return false;
    }

    static String host(URI uri) {
        return Optional.of(uri.getPort())
                .filter(port -> port != -1)
                .map(port -> uri.getHost() + ":" + port)
                .orElse(uri.getHost());
    }
}
