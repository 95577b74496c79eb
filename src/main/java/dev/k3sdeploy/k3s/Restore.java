package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Secret;
import java.util.Optional;

/**
 * A cluster that is to have a snapshot's state again.
 *
 * @param cluster as the inventory has it now
 * @param snapshot its name on the first server
 * @param local where it comes from; empty when it is there already
 * @param givenToken of the cluster that it was taken of, where the user says it
 */
public record Restore(
        ClusterSpec cluster, String snapshot, Optional<LocalSnapshot> local, Optional<Secret> givenToken) {
    private static final Command OWN_AUTHORITY =
            Command.script("sha256sum <" + SnapshotFolder.SERVER + "/tls/server-ca.crt 2>/dev/null | cut -d ' ' -f 1");

    /**
     * Of a snapshot that the first server has.
     *
     * @param cluster which gets the state
     * @param name of a copy on its first server
     * @param token that the copy was made with; empty for the one that is kept with it
     * @return what {@link SnapshotPlaybooks#restore} does
     */
    public static Restore of(ClusterSpec cluster, String name, Optional<Secret> token) {
        return new Restore(cluster, name, Optional.empty(), token);
    }

    /**
     * Of a snapshot that this machine has.
     *
     * @param cluster which gets the state
     * @param snapshot a file of this machine
     * @param token that the copy was made with; empty for the one that lies beside it
     * @return what {@link SnapshotPlaybooks#restore} does
     */
    public static Restore of(ClusterSpec cluster, LocalSnapshot snapshot, Optional<Secret> token) {
        return new Restore(cluster, snapshot.name(), Optional.of(snapshot), token.or(snapshot::token));
    }

    NodeSpec firstServer() {
        return cluster.firstServer();
    }

    Target first() {
        return firstServer().target();
    }

    SnapshotFolder folder() {
        return SnapshotFolder.of(firstServer());
    }

    String file() {
        return folder().file(snapshot);
    }

    boolean sqlite() {
        return Snapshot.isSqlite(snapshot);
    }

    RestoreNote at(RestoreNote.Step step) {
        return new RestoreNote(snapshot, step);
    }

    RestoreNote.Step step(Probe host) {
        return RestoreNote.step(host, snapshot);
    }

    /** Whether all servers have had the state, and only notes are left of it. */
    boolean ended(Probe host) {
        return step(host.peer(first())) == RestoreNote.Step.ENDED;
    }

    /** The token that the snapshot was taken with, as far as anybody knows. */
    Optional<Secret> token(Probe firstServer) {
        return givenToken.or(() -> SnapshotFolder.token(firstServer, snapshot));
    }

    /**
     * Whether the snapshot belongs to other authorities or another token than the machine has: it was taken of another
     * cluster, or before the token was rotated. A token in its secure form begins with the hash of the authority.
     */
    boolean withOtherSecrets(Probe firstServer) {
        Optional<Secret> token = token(firstServer);
        if (token.isEmpty()) {
            return false;
        }
        String text = token.get().reveal();
        boolean otherAuthority = text.startsWith("K10") && !text.startsWith("K10" + authority(firstServer) + "::");
        return otherAuthority
                || !NodeToken.readForServers(firstServer).map(Restore::password).equals(token.map(Restore::password));
    }

    /** The hash of the machine's own authority; empty where there is none. */
    static String authority(Probe host) {
        return host.ask(OWN_AUTHORITY).text();
    }

    /** The part of a token that is the secret. */
    static String password(Secret token) {
        return token.reveal().replaceFirst("^K10[0-9a-f]*::[^:]*:", "");
    }
}
