package dev.k3sdeploy;

import dev.k3sdeploy.artifact.AirgapFolder;
import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.ReleaseSource;
import java.util.Optional;

/**
 * Which K3S is wanted.
 *
 * @param version pinned; wins over the channel
 * @param simulator whether the lab's simulator may stand in where no release can be had
 * @param airgap where everything comes from when no network is to be asked
 */
record ReleaseWish(
        Optional<K3sVersion> version,
        String channel,
        ReleaseSource source,
        boolean simulator,
        Optional<AirgapFolder> airgap) {

    /** The version, where it can be told without a network. */
    Optional<K3sVersion> known() {
        return airgap.map(folder -> folder.version(version)).or(() -> version);
    }
}
