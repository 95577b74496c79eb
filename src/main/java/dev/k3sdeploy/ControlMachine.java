package dev.k3sdeploy;

import dev.k3sdeploy.machines.Programs;
import dev.k3sdeploy.problem.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The machine that k3sdeploy runs on, as far as it matters.
 *
 * @param workingDirectory relative paths start here, and {@code .k3s/} is made here
 * @param home the user's home directory
 * @param user the user's name: the login name where the inventory gives none, as for ssh
 * @param environment variables such as XDG_CACHE_HOME, K3SDEPLOY_K3S, HTTPS_PROXY
 */
public record ControlMachine(Path workingDirectory, Path home, String user, Map<String, String> environment) {
    /**
     * Makes paths absolute, and takes copies.
     *
     * @param workingDirectory {@link #workingDirectory()}
     * @param home {@link #home()}
     * @param user {@link #user()}
     * @param environment {@link #environment()}
     */
    public ControlMachine {
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /**
     * The machine of this process, as the command sees it.
     *
     * @return with the environment as it is now
     */
    public static ControlMachine ofThisProcess() {
        return new ControlMachine(
                Path.of(""),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name"),
                System.getenv());
    }

    /** Downloads live here; it may be deleted at any time. */
    Path cache() {
        return folder("XDG_CACHE_HOME", ".cache");
    }

    /** The lab's key and the known host keys live here. */
    Path data() {
        return folder("XDG_DATA_HOME", ".local/share");
    }

    /** Whether the user has a ticket of Kerberos, by krb5.conf(5)'s default where nothing tells another place. */
    boolean hasKerberosTicket() {
        if (!environment.getOrDefault("KRB5CCNAME", "").isEmpty()) {
            return true;
        }
        try {
            return Files.exists(Path.of("/tmp/krb5cc_" + Files.getAttribute(home, "unix:uid")));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // no such user, or a system without numbers for them
        }
    }

    Path knownHosts() {
        return data().resolve("known_hosts");
    }

    /** What this machine is called, for people. */
    String name() {
        Path linux = Path.of("/proc/sys/kernel/hostname");
        String windows = environment.getOrDefault("COMPUTERNAME", "");
        try {
            return !windows.isEmpty()
                    ? windows
                    : Files.exists(linux)
                            ? Files.readString(linux).strip()
                            : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "a machine without a name";
        }
    }

    /** Whether one of PATH's folders holds such a program. */
    boolean hasProgram(String name) {
        return Programs.onPath(name, environment).isPresent();
    }

    /**
     * A path as the user wrote it: {@code ~} is the home, the rest is relative to the working directory.
     *
     * @param written a path from an option or a variable
     * @return absolute and normal; whether there is such a file is not looked at
     * @throws InvalidInputException when no file can be called so
     */
    public Path path(String written) {
        String expanded = written.matches("~([/\\\\].*)?") ? home + written.substring(1) : written;
        try {
            return workingDirectory.resolve(expanded).normalize();
        } catch (InvalidPathException e) {
            String shown = written.replaceAll("\\p{Cntrl}", "?");
            throw InvalidInputException.of(
                    "the path «" + shown + "»", "is none: " + e.getReason(), "check its characters");
        }
    }

    /** A relative path is as good as none (XDG Base Directory Specification). */
    private Path folder(String variable, String below) {
        Path base = Path.of(environment.getOrDefault(variable, ""));
        return (base.isAbsolute() ? base : home.resolve(below)).resolve("k3sdeploy");
    }
}
