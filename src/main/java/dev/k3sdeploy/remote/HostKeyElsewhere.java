package dev.k3sdeploy.remote;

import java.nio.file.Path;

/**
 * A known_hosts file that k3sdeploy only reads knows a machine: after `forget` too.
 *
 * @param machine its name in the inventory
 * @param file the user's or the system's
 * @param command that takes the machine's keys out of it
 */
public record HostKeyElsewhere(String machine, Path file, String command) {}
