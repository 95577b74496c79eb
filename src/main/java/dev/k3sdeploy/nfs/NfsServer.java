package dev.k3sdeploy.nfs;

import dev.k3sdeploy.engine.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A machine that serves one folder by NFS.
 *
 * @param target its name in the inventory
 * @param address by which the cluster's nodes reach it; empty where it is not known from here
 * @param folder what is served, absolute
 * @param clients who may mount it: networks, addresses, names with wildcards, as exports(5) writes them
 * @param airgapped whether no package may be asked of a network
 */
public record NfsServer(
        Target target, Optional<String> address, String folder, List<String> clients, boolean airgapped) {
    /** fsid=0 makes the folder the root of NFSv4's tree, so that clients mount «/»; containers write as root. */
    static final String OPTIONS = "rw,sync,fsid=0,no_subtree_check,no_root_squash";

    /**
     * Takes a copy.
     *
     * @param target {@link #target()}
     * @param address {@link #address()}
     * @param folder {@link #folder()}
     * @param clients {@link #clients()}
     * @param airgapped {@link #airgapped()}
     */
    public NfsServer {
        clients = List.copyOf(clients);
    }

    /** The line of exports(5). */
    String line() {
        return folder + " "
                + clients.stream().map(client -> client + "(" + OPTIONS + ")").collect(Collectors.joining(" "));
    }
}
