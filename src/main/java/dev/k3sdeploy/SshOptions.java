package dev.k3sdeploy;

import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.ssh.HostKeyQuestion;
import dev.k3sdeploy.remote.ssh.HostKeys;
import java.util.Optional;

/**
 * How to reach machines over SSH, where that is not the inventory's to say.
 *
 * @param configFile read instead of {@code ~/.ssh/config} and {@code /etc/ssh/ssh_config}, as {@code ssh -F}
 * @param hostKeyChecking wins over the inventory and the configuration
 * @param question asked about new machines where the policy is to ask
 */
public record SshOptions(
        Optional<String> configFile, Optional<HostKeys.Policy> hostKeyChecking, HostKeyQuestion question) {
    /** The user's own ssh configuration and host keys; of a new key nobody is asked. */
    public static final SshOptions DEFAULTS =
            new SshOptions(Optional.empty(), Optional.empty(), HostKeyQuestion.NOBODY);

    /**
     * These options with a policy by its name.
     *
     * @param word {@code yes}, {@code ask}, {@code accept-new}, {@code no} or {@code off}
     * @return a copy with this policy
     * @throws InvalidInputException when it is none of ssh_config(5), StrictHostKeyChecking
     */
    public SshOptions withHostKeyChecking(String word) {
        try {
            return new SshOptions(configFile, Optional.of(HostKeys.Policy.of(word)), question);
        } catch (IllegalArgumentException e) {
            throw InvalidInputException.of("--host-key-checking", String.valueOf(e.getMessage()), "");
        }
    }
}
