package dev.k3sdeploy.remote.ssh;

import java.io.File;
import java.util.Map;
import java.util.Optional;

/** Where an ssh-agent listens. */
public final class AgentAddress {
    private AgentAddress() {}

    /**
     * The agent that programs use by themselves.
     *
     * @param environment of this process: SSH_AUTH_SOCK
     * @return what SSH_AUTH_SOCK says; without it the pipe of OpenSSH on Windows, and nothing elsewhere
     */
    public static Optional<String> usual(Map<String, String> environment) {
        String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
        if (!socket.isEmpty()) {
            return Optional.of(socket);
        }
        return File.separatorChar == '\\' ? Optional.of(AgentPipe.WINDOWS) : Optional.empty();
    }
}
