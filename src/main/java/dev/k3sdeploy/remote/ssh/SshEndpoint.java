package dev.k3sdeploy.remote.ssh;

import dev.k3sdeploy.remote.HostKeyElsewhere;
import dev.k3sdeploy.remote.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine to log in to.
 *
 * @param machine its name in the inventory, as messages say it
 * @param host a host name or an address
 * @param port 1 to 65535
 * @param user to log in as
 * @param login by which keys, agent or password
 * @param hostKeys which keys are trusted
 * @param patience how long to try
 * @param via the jump host to go through, which may have one itself
 */
public record SshEndpoint(
        String machine,
        String host,
        int port,
        String user,
        Login login,
        HostKeys hostKeys,
        Patience patience,
        Optional<SshEndpoint> via) {
    /** The one that sshd listens on as a rule. */
    public static final int DEFAULT_PORT = 22;

    private static final String VIA = " via ";

    /**
     * The default port, the user's default keys, and host keys kept as {@code hostKeys} says.
     *
     * @param machine as messages name it
     * @param host name or address to connect to
     * @param user to log in as
     * @param hostKeys which keys are trusted
     * @return the endpoint
     */
    public static SshEndpoint of(String machine, String host, String user, HostKeys hostKeys) {
        return new SshEndpoint(
                machine,
                host,
                DEFAULT_PORT,
                user,
                Login.WITH_DEFAULT_KEYS,
                hostKeys,
                Patience.DEFAULT,
                Optional.empty());
    }

    /**
     * {@return the same at another port}
     *
     * @param newPort 1 to 65535
     */
    public SshEndpoint withPort(int newPort) {
        return new SshEndpoint(machine, host, newPort, user, login, hostKeys, patience, via);
    }

    /**
     * The same machine, reached at another place.
     *
     * @param newHost name or address to connect to
     * @param newPort 1 to 65535
     * @return the same, whose key and messages go by the same name
     */
    public SshEndpoint at(String newHost, int newPort) {
        return new SshEndpoint(machine, newHost, newPort, user, login, hostKeys, patience, via);
    }

    /**
     * {@return the same for another user}
     *
     * @param newUser to log in as
     */
    public SshEndpoint withUser(String newUser) {
        return new SshEndpoint(machine, host, port, newUser, login, hostKeys, patience, via);
    }

    /**
     * {@return the same with other ways to log in}
     *
     * @param newLogin keys, agent and password
     */
    public SshEndpoint with(Login newLogin) {
        return new SshEndpoint(machine, host, port, user, newLogin, hostKeys, patience, via);
    }

    /**
     * {@return the same with other trust}
     *
     * @param newHostKeys which keys are trusted
     */
    public SshEndpoint with(HostKeys newHostKeys) {
        return new SshEndpoint(machine, host, port, user, login, newHostKeys, patience, via);
    }

    /**
     * {@return the same with other patience}
     *
     * @param newPatience how long to try
     */
    public SshEndpoint with(Patience newPatience) {
        return new SshEndpoint(machine, host, port, user, login, hostKeys, newPatience, via);
    }

    /**
     * Reached through a jump host, whose problems are told as this machine's.
     *
     * @param hop which may itself be reached through another
     * @return the same behind that host
     */
    public SshEndpoint through(SshEndpoint hop) {
        return new SshEndpoint(
                machine, host, port, user, login, hostKeys, patience, Optional.of(hop.onTheWayTo(inventoryName())));
    }

    private SshEndpoint onTheWayTo(String target) {
        String name = machine.substring(machine.lastIndexOf(VIA) < 0 ? 0 : machine.lastIndexOf(VIA) + VIA.length());
        return new SshEndpoint(
                target + VIA + name,
                host,
                port,
                user,
                login,
                hostKeys,
                patience,
                via.map(next -> next.onTheWayTo(target)));
    }

    /**
     * A command that makes a known_hosts file forget the machine. Of k3sdeploy's own file that is its own; but a jump host
     * belongs to no inventory, and another file than the own is the user's.
     */
    String commandToForget(Path file) {
        return machine.contains(VIA) || !file.equals(hostKeys.own())
                ? "ssh-keygen -R '" + knownAs() + "' -f " + Shell.quote(file.toString())
                : "k3sdeploy forget -i INVENTORY -l " + machine;
    }

    /** The machine's name in the inventory, for a jump host that of the machine behind it. */
    private String inventoryName() {
        int end = machine.indexOf(VIA);
        return end < 0 ? machine : machine.substring(0, end);
    }

    /** The name that known_hosts files know the machine by. */
    String knownAs() {
        return hostKeys.alias().orElse(KnownHost.name(host, port));
    }

    /**
     * Forgets what k3sdeploy has learnt of the machine's host keys; a jump host's are kept.
     *
     * @return how many keys were forgotten
     */
    public int forgetHostKeys() {
        return hostKeys.forget(knownAs());
    }

    /**
     * The machine's host keys in files that k3sdeploy only reads; revoked ones and authorities' apart. What cannot be read
     * is left to the next login to tell.
     *
     * @return one for each file, with the command that takes the machine out of it
     */
    public List<HostKeyElsewhere> hostKeysElsewhere() {
        Map<Path, List<KnownHost>> known;
        try {
            known = hostKeys.known(knownAs());
        } catch (IOException e) {
            return List.of();
        }
        return known.entrySet().stream()
                .filter(file -> !file.getKey().equals(hostKeys.own()))
                .filter(file -> file.getValue().stream().anyMatch(line -> line.marker() == KnownHost.Marker.NONE))
                .map(file -> new HostKeyElsewhere(machine, file.getKey(), commandToForget(file.getKey())))
                .toList();
    }

    /** The machine as errors name it: {@code vagrantbox-2 (192.168.50.202:22)}. */
    @Override
    public String toString() {
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return machine.isEmpty() ? address : machine + " (" + address + ")";
    }
}
