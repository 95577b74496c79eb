package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Secret;
import java.util.Optional;

/** The tokens that a server lets others join with. */
public final class JoinToken {
    private JoinToken() {}

    /**
     * In its secure form.
     *
     * @param server a server
     * @param options its configuration
     * @param ofServers the one that servers join with; agents have another one where the user has set that
     * @return empty where it has none yet
     */
    public static Optional<Secret> on(Probe server, ConfigOptions options, boolean ofServers) {
        return ofServers ? NodeToken.readForServers(server) : NodeToken.readForAgents(server, options);
    }
}
