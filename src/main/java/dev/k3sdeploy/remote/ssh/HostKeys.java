package dev.k3sdeploy.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How to know that a machine is the one it was.
 *
 * @param own the known_hosts file of k3sdeploy, which new keys are written to
 * @param others known_hosts files to read only: the user's, the system's
 */
public record HostKeys(Policy policy, Path own, List<Path> others) {
    /** What to do with the key of a machine that no file knows. A changed or revoked key is another matter. */
    public enum Policy {
        /** Trust it and remember it. */
        ACCEPT_NEW,
        /** Refuse it. */
        YES,
        /** Trust it, and a changed one too. A revoked key is refused all the same. */
        NO
    }

    public HostKeys {
        others = List.copyOf(others);
    }

    /**
     * Forgets the keys of a machine that was created anew, in the own file only.
     *
     * @return how many keys were forgotten
     */
    public int forget(String host, int port) {
        try {
            return new KnownHostsFile(own).forget(KnownHost.name(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static HostKeys acceptNew(Path own) {
        return new HostKeys(Policy.ACCEPT_NEW, own, List.of());
    }
}
