package dev.k3sdeploy;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a host is reached, by Ansible's variables.
 *
 * @param local whether it is this machine
 * @param address host name or address for SSH
 * @param keyFile the key that the inventory names
 */
record HostConnection(
        boolean local,
        String address,
        int port,
        String user,
        Optional<Path> keyFile,
        Optional<Secret> password,
        Become become) {
    private static final Set<String> SSH = Set.of("ssh", "smart", "paramiko", "paramiko_ssh");
    private static final int SSH_PORT = 22;

    static HostConnection read(HostValues values, ControlMachine here) {
        String connection = values.text("ansible_connection").orElse("ssh");
        if (!connection.equals("local") && !SSH.contains(connection)) {
            values.problem("ansible_connection", "is «" + connection + "», which is not supported", "use ssh or local");
        }
        return new HostConnection(
                connection.equals("local"),
                values.text("ansible_host").orElse(values.host().name()),
                values.parsed("ansible_port", HostConnection::port).orElse(SSH_PORT),
                values.text("ansible_user").orElse(here.user()),
                keyFile(values, here),
                values.text("ansible_password").map(Secret::of),
                BecomeVariables.read(values));
    }

    boolean samePlace(HostConnection other) {
        return local ? other.local : !other.local && address.equals(other.address) && port == other.port;
    }

    private static int port(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("is «" + text + "», which is not a port");
        }
        return port;
    }

    private static Optional<Path> keyFile(HostValues values, ControlMachine here) {
        String name = "ansible_ssh_private_key_file";
        Optional<Path> file = values.text(name).map(here::path);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            boolean vagrant = file.get().toString().contains(".vagrant");
            values.problem(
                    name,
                    "names " + file.get() + ", which "
                            + (Files.exists(file.get()) ? "cannot be read" : "does not exist"),
                    vagrant
                            ? "`vagrant up` makes it, in the Vagrantfile's folder; see `vagrant status`"
                            : "check the path, and that your user may read it");
        }
        return file;
    }
}
