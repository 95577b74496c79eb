package dev.k3sdeploy;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.remote.Connection;

/**
 * A way to machines that is none of k3sdeploy's own: {@code docker exec}, a serial line, a cloud's session service. Root,
 * quoting, deadlines and files are built on the connection, as on every other one.
 *
 * <pre>{@code
 * ClusterOptions.DEFAULTS.connecting(machine -> new DockerExec("container-" + machine.name()))
 * }</pre>
 */
@FunctionalInterface
public interface Connector {
    /**
     * Connects; the run closes what it gets.
     *
     * @param machine by its name in the inventory
     * @return open, as a user who is root or becomes it as the inventory says
     * @throws dev.k3sdeploy.problem.UnreachableException when the machine cannot be reached
     */
    Connection connect(Target machine);
}
