package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Patience;
import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** How long nothing was heard of a node whose K3S does not run any more. */
final class Silence {
    /** The API calls a node Ready for some 40 s after its last sign of life. */
    static final Patience PATIENCE = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(1));

    /**
     * A server takes the seat of a removed one from it in etcd if it has the lease for that at the time, which it gets
     * some 45 s after the former holder fell silent; a seat that stays keeps another machine out.
     */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private Silence() {}

    /** Whether another server has the lease by now that the node may have had. */
    static boolean endsItsLease(Probe api, ClusterNode node) {
        return !node.ready() && since(api, node).compareTo(LEASE) >= 0;
    }

    /** For how long it has been NotReady, by the server's clock. */
    private static Duration since(Probe api, ClusterNode node) {
        try {
            Instant now = Instant.ofEpochSecond(
                    Long.parseLong(api.ask(Command.of("date", "+%s")).text().strip()));
            return Duration.between(Instant.parse(node.since()), now);
        } catch (DateTimeParseException | NumberFormatException e) {
            return LEASE;
        }
    }
}
