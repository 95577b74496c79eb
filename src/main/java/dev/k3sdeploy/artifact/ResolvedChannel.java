package dev.k3sdeploy.artifact;

import java.util.Optional;

/**
 * What a channel stands for.
 *
 * @param channel as it was asked for
 * @param version the one to install
 * @param note what the user should know about the answer; present when the channel server could not be reached and the
 *     answer is the last one that it gave to this machine
 */
public record ResolvedChannel(String channel, K3sVersion version, Optional<String> note) {}
