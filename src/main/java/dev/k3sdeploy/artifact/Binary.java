package dev.k3sdeploy.artifact;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A {@code k3s} executable on this machine, ready to be pushed.
 *
 * @param architecture empty for a script, which runs on any
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

    public Path file() {
        return content.path();
    }

    public String sha256() {
        return content.sha256();
    }

    public long size() {
        return content.size();
    }

    /** Whether this is not K3S but the lab's stand-in for it. */
    public boolean simulated() {
        return origin == Origin.SIMULATED;
    }

    public boolean runsOn(Architecture machine) {
        return architecture.isEmpty() || architecture.get() == machine;
    }
}
