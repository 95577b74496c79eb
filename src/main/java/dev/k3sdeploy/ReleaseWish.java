package dev.k3sdeploy;

import dev.k3sdeploy.artifact.K3sVersion;
import dev.k3sdeploy.artifact.ReleaseSource;
import java.util.Optional;

/**
 * Which K3S is wanted.
 *
 * @param version pinned; wins over the channel
 * @param simulator whether the lab's simulator may stand in where no release can be had
 */
record ReleaseWish(Optional<K3sVersion> version, String channel, ReleaseSource source, boolean simulator) {}
