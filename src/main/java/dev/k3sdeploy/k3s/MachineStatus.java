package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.remote.Command;
import java.util.List;

/**
 * A machine of the cluster, as found.
 *
 * @param role as the inventory has it
 * @param service its unit's state: «active (running)», «not installed»
 * @param version as {@code k3s --version} tells it, or empty
 * @param simulated whether the lab's simulator stands in for K3S there
 * @param certificates those that end first before the others, where they were asked for
 */
public record MachineStatus(
        Role role, String service, String version, boolean simulated, List<Certificate> certificates) {
    /**
     * Asks the machine, but for its certificates; changes nothing.
     *
     * @param host the machine to ask
     * @param role which unit to look for
     * @return versions, unit and health
     */
    public static MachineStatus of(Probe host, Role role) {
        String version = host.ask(Command.script("[ ! -x /usr/local/bin/k3s ] || /usr/local/bin/k3s --version"))
                .text();
        return new MachineStatus(
                role,
                Service.of(host, role).describe(),
                version.replaceFirst("(?s)^k3s version (\\S+).*", "$1"),
                version.contains("(simulated)"),
                List.of());
    }

    /**
     * Asks the machine, for its certificates, too.
     *
     * @param host the machine to ask
     * @param role which unit to look for
     * @return versions, unit, health and certificates
     */
    public static MachineStatus inFull(Probe host, Role role) {
        MachineStatus status = of(host, role);
        return new MachineStatus(role, status.service, status.version, status.simulated, Certificate.on(host));
    }
}
