package dev.k3sdeploy.artifact;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How this machine gets out.
 *
 * @param proxy what to go through, and for whom not
 * @param tls whom to trust; empty for Java's own trust store
 * @param patience when to give up, and when to try again
 */
public record HttpSettings(ProxySettings proxy, Optional<SSLContext> tls, Patience patience) {

    /**
     * How long to wait, and how often to try again.
     *
     * @param connect for a name to be resolved, and for a connection
     * @param idle without one byte from the server
     * @param total for one file with all its tries; generous, since slow is not broken
     * @param pauses before the second try, the third …; a try that brought bytes starts the list again
     */
    public record Patience(Duration connect, Duration idle, Duration total, List<Duration> pauses) {
        /** Finds out within a second or five that there is no network; bears a slow one for an hour. */
        public static final Patience STANDARD = new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3)));

        /**
         * Takes a copy of the pauses.
         *
         * @param connect {@link #connect()}
         * @param idle {@link #idle()}
         * @param total {@link #total()}
         * @param pauses {@link #pauses()}
         */
        public Patience {
            pauses = List.copyOf(pauses);
        }
    }

    /**
     * {@return Java's trust store and the usual patience}
     *
     * @param proxy how to get out; as the environment says
     */
    public static HttpSettings through(ProxySettings proxy) {
        return new HttpSettings(proxy, Optional.empty(), Patience.STANDARD);
    }
}
