package dev.k3sdeploy.artifact;

import dev.k3sdeploy.problem.K3sDeployException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Gets one resource: follows redirects, goes on where a cut download ended, and tries again what may pass. What does not
 * pass by itself (TLS, a redirect that goes nowhere, a proxy that wants a password) is said at once.
 */
final class Fetch {
    private static final int MOST_REDIRECTS = 5;
    private final Http http;
    private final HttpSettings.Patience patience;
    private final DownloadProgress progress;

    Fetch(HttpSettings settings, DownloadProgress progress) {
        this.http = new Http(settings);
        this.patience = settings.patience();
        this.progress = progress;
    }

    /** Follows redirects to the end; never a 5xx or 429. */
    Answer follow(URI uri, Sink sink) throws FetchFailedException {
        return persist(uri, sink, MOST_REDIRECTS);
    }

    /** Gives a redirect back as the answer; never a 5xx or 429. */
    Answer get(URI uri, Sink sink) throws FetchFailedException {
        return persist(uri, sink, 0);
    }

    private Answer persist(URI uri, Sink sink, int redirects) throws FetchFailedException {
        Deadline deadline = Deadline.in(patience.total());
        List<Duration> pauses = patience.pauses();
        int pause = 0;
        while (true) {
            long before = sink.received();
            try {
                return attempt(uri, sink, redirects, deadline);
            } catch (FetchFailedException e) {
                if (deadline.passed()) {
                    throw FetchFailedException.tooSlow(uri);
                }
                pause = sink.received() > before ? 0 : pause;
                if (!e.mayPass() || pause == pauses.size()) {
                    throw e;
                }
                progress.note(e.getMessage() + "; trying again");
                sleep(pauses.get(pause++));
            }
        }
    }

    /** From the first address each time: what a redirect leads to may be good for minutes only. */
    private Answer attempt(URI first, Sink sink, int redirects, Deadline deadline) throws FetchFailedException {
        URI uri = first;
        for (int hop = 0; ; hop++) {
            Answer answer = once(uri, sink, deadline);
            if (!answer.isRedirect() || redirects == 0) {
                return usable(answer, sink);
            }
            if (hop == redirects) {
                throw new K3sDeployException(
                        FetchFailedException.host(first) + " redirects in a circle: more than " + redirects
                                + " redirects from " + first,
                        "Open that address in a browser; behind a proxy or a login page, log in or set HTTPS_PROXY");
            }
            uri = target(answer);
        }
    }

    private Answer once(URI uri, Sink sink, Deadline deadline) throws FetchFailedException {
        try {
            return http.get(uri, sink, deadline);
        } catch (InterruptedIOException e) {
            throw new K3sDeployException("The download from " + uri.getHost() + " was interrupted", "", e);
        } catch (IOException e) {
            if (FetchFailedException.has(e, SSLHandshakeException.class)
                    || FetchFailedException.has(e, SSLPeerUnverifiedException.class)) {
                throw untrusted(uri, e);
            }
            throw FetchFailedException.of(http.hop(uri).name(), e);
        }
    }

    private static Answer usable(Answer answer, Sink sink) throws FetchFailedException {
        if (answer.status() == 407) {
            throw new K3sDeployException(
                    "The proxy wants a name and a password for " + answer.uri().getHost(),
                    "Give them in the proxy's address (HTTPS_PROXY=http://name:password@host:port), and let Java send them:"
                            + " JAVA_TOOL_OPTIONS=-Djdk.http.auth.tunneling.disabledSchemes=");
        }
        if (answer.mayPass()) {
            if (answer.status() == 416) {
                sink.restart();
            }
            throw FetchFailedException.busy(answer);
        }
        return answer;
    }

    private static URI target(Answer answer) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        try {
            URI target = answer.uri().resolve(location);
            boolean secure = "https".equalsIgnoreCase(target.getScheme());
            boolean asBefore = "http".equalsIgnoreCase(target.getScheme())
                    && "http".equalsIgnoreCase(answer.uri().getScheme());
            if (target.getHost() != null && (secure || asBefore)) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: an address that cannot be read is as bad as one that must not be followed.
        }
        throw new K3sDeployException(
                FetchFailedException.host(answer.uri()) + " redirects to " + Quote.of(location)
                        + ", which is not an https:// address",
                "Nothing is downloaded over an open connection unless k3s_release_url itself starts with http://");
    }

    private static K3sDeployException untrusted(URI uri, IOException problem) {
        return new K3sDeployException(
                "No trusted TLS connection to " + FetchFailedException.host(uri) + ": "
                        + Quote.of(String.valueOf(problem.getMessage())),
                "Check this machine's clock. Where a school's or company's proxy opens TLS, its certificate authority"
                        + " must be in Java's trust store (JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=<file>)",
                problem);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new K3sDeployException("The download was interrupted", "", e);
        }
    }
}
