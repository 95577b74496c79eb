package dev.k3sdeploy;

import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.util.Set;

/**
 * How a host is reached, by Ansible's variables and ssh_config.
 *
 * @param local whether it is this machine
 * @param address host name or address between machines; SSH may take another way
 */
record HostConnection(boolean local, String address, SshReader.Reached ssh, Become become) {
    private static final Set<String> SSH = Set.of("ssh", "smart", "paramiko", "paramiko_ssh");

    static HostConnection read(HostValues values, SshReader reader) {
        String connection = values.text("ansible_connection").orElse("ssh");
        if (!connection.equals("local") && !SSH.contains(connection)) {
            values.problem("ansible_connection", "is «" + connection + "», which is not supported", "use ssh or local");
        }
        String name = values.first("ansible_host", "ansible_ssh_host")
                .orElse(values.host().name());
        checkNames(values, name);
        SshReader.Reached reached = reader.read(values, name);
        return new HostConnection(
                connection.equals("local"),
                address(name, reached.endpoint().host()),
                reached,
                BecomeVariables.read(values));
    }

    private static void checkNames(HostValues values, String address) {
        String name = values.host().name();
        if (!Destination.isHost(name)) {
            values.problem("inventory_hostname", "is «" + name + "», which can name no machine", Destination.HINT);
        }
        if (!address.equals(name) && !Destination.isHost(address)) {
            values.problem(
                    "ansible_host", "is «" + address + "», which is no name or address of a machine", Destination.HINT);
        }
    }

    /** A name may be one that only ssh_config knows; an address stays, whatever way SSH takes. */
    private static String address(String name, String hostName) {
        return name.matches("[0-9.]+|.*:.*") ? name : hostName;
    }

    /** For the built-in SSH. */
    SshEndpoint endpoint() {
        return ssh.endpoint();
    }

    boolean samePlace(HostConnection other) {
        return local ? other.local : !other.local && place().equals(other.place());
    }

    /** Behind different jump hosts, the same address is another machine. */
    private String place() {
        SshEndpoint endpoint = endpoint();
        return endpoint.host() + ":" + endpoint.port()
                + endpoint.via()
                        .map(hop -> " via " + hop.host() + ":" + hop.port())
                        .orElse("");
    }
}
