package dev.k3sdeploy.machines;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to log in to a machine.
 *
 * @param host name or address to connect to
 * @param port of its sshd, 1 to 65535; empty where the machine leaves it to the inventory
 * @param user empty where the machine leaves it to the inventory
 * @param key a private key that lets one in
 * @param identity another one as soon as the machine is made anew, so that host keys can be kept by it; empty where the
 *     address will do
 */
public record MachineLogin(
        String host, OptionalInt port, Optional<String> user, Optional<Path> key, Optional<String> identity) {}
