package dev.k3sdeploy.machines;

import java.util.Optional;

/**
 * A machine that shall exist.
 *
 * @param name its host name, and its name in the inventory
 * @param address the IPv4 address that it shall have
 * @param size what it may use of this machine, where its provider lets the inventory say so
 */
public record MachineSpec(String name, String address, Size size) {
    /**
     * Limits, as container engines read them; empty for none.
     *
     * @param cpus a number of processors: {@code 1.5}
     * @param memory a number of bytes with a unit: {@code 1536m}
     */
    public record Size(Optional<String> cpus, Optional<String> memory) {
        /** As large as the provider makes them. */
        public static final Size UNLIMITED = new Size(Optional.empty(), Optional.empty());
    }

    /**
     * Without limits.
     *
     * @param name as in the inventory
     * @param address IPv4, in the network of the nodes
     */
    public MachineSpec(String name, String address) {
        this(name, address, Size.UNLIMITED);
    }
}
