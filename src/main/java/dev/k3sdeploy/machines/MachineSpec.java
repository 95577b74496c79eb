package dev.k3sdeploy.machines;

/**
 * A machine that shall exist.
 *
 * @param name its host name, and its name in the inventory
 * @param address the IPv4 address that it shall have
 */
public record MachineSpec(String name, String address) {}
