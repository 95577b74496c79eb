package dev.k3sdeploy.artifact;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A {@code k3s} executable on this machine, ready to be pushed.
 *
 * @param content the file with its sum
 * @param version that it says, or that the user says of it
 * @param architecture empty for a script, which runs on any
 * @param origin whether it is K3S, or plays it
 */
public record Binary(VerifiedFile content, K3sVersion version, Optional<Architecture> architecture, Origin origin) {

    /** Where a binary came from. */
    public enum Origin {
        /** Fetched and verified in this run. */
        DOWNLOADED,
        /** Fetched by an earlier run, verified again in this one. */
        CACHED,
        /** A file that the user named; nobody vouches for it but the user. */
        LOCAL_FILE,
        /** The lab's stand-in for K3S. It is not K3S. */
        SIMULATED
    }

    /** {@return where it is on this machine} */
    public Path file() {
        return content.path();
    }

    /** {@return its verified hash, 64 hexadecimal digits in lower case} */
    public String sha256() {
        return content.sha256();
    }

    /** {@return its length in bytes} */
    public long size() {
        return content.size();
    }

    /** {@return whether this is not K3S but the lab's stand-in for it} */
    public boolean simulated() {
        return origin == Origin.SIMULATED;
    }

    /**
     * {@return whether a machine can start it; true where that is not known}
     *
     * @param machine the machine's architecture
     */
    public boolean runsOn(Architecture machine) {
        return architecture.isEmpty() || architecture.get() == machine;
    }
}
