package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;

/**
 * A machine of the cluster, as found.
 *
 * @param service its unit's state: «active (running)», «not installed»
 * @param version as {@code k3s --version} tells it, or empty
 * @param simulated whether the lab's simulator stands in for K3S there
 */
public record MachineStatus(Role role, String service, String version, boolean simulated) {
    /** Asks the machine; changes nothing. */
    public static MachineStatus of(Probe host, Role role) {
        String version = host.ask(Command.script("[ ! -x /usr/local/bin/k3s ] || /usr/local/bin/k3s --version"))
                .text();
        return new MachineStatus(
                role,
                Service.of(host, role).describe(),
                version.replaceFirst("(?s)^k3s version (\\S+).*", "$1"),
                version.contains("(simulated)"));
    }
}
