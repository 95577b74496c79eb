package dev.k3sdeploy.remote.ssh;

/** Asks a person whether a key that nobody knows is the right one. */
@FunctionalInterface
public interface HostKeyQuestion {
    /** For runs without a person. */
    HostKeyQuestion NOBODY = (machine, key) -> false;

    /**
     * Asked once for each new machine, one machine after the other.
     *
     * @param machine as messages name it, with its address
     * @param key its type and fingerprint, as {@code ssh-ed25519 SHA256:…}
     * @return whether to trust it from now on
     */
    boolean trusts(String machine, String key);
}
