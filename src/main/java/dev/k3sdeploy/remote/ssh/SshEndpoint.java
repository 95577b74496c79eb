package dev.k3sdeploy.remote.ssh;

/**
 * A machine to log in to.
 *
 * @param machine its name in the inventory, as messages say it
 * @param host a host name or an address
 */
public record SshEndpoint(
        String machine, String host, int port, String user, Login login, HostKeys hostKeys, Patience patience) {
    public static final int DEFAULT_PORT = 22;

    /** The default port, the user's default keys, and host keys kept as {@code hostKeys} says. */
    public static SshEndpoint of(String machine, String host, String user, HostKeys hostKeys) {
        return new SshEndpoint(machine, host, DEFAULT_PORT, user, Login.WITH_DEFAULT_KEYS, hostKeys, Patience.DEFAULT);
    }

    public SshEndpoint withPort(int newPort) {
        return new SshEndpoint(machine, host, newPort, user, login, hostKeys, patience);
    }

    public SshEndpoint with(Login newLogin) {
        return new SshEndpoint(machine, host, port, user, newLogin, hostKeys, patience);
    }

    public SshEndpoint with(HostKeys newHostKeys) {
        return new SshEndpoint(machine, host, port, user, login, newHostKeys, patience);
    }

    public SshEndpoint with(Patience newPatience) {
        return new SshEndpoint(machine, host, port, user, login, hostKeys, newPatience);
    }

    /** The machine as errors name it: {@code vagrantbox-2 (192.168.50.202:22)}. */
    @Override
    public String toString() {
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return machine.isEmpty() ? address : machine + " (" + address + ")";
    }
}
