package dev.k3sdeploy.examples;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;

/** A connection of one's own: {@code docker exec} in place of SSH, as root. Give it to {@code ClusterOptions.connecting}. */
public record DockerExec(String container) implements Connection {
    @Override
    public RemoteProcess start(String commandLine) {
        try {
            Process docker =
                    new ProcessBuilder("docker", "exec", "--interactive", container, "sh", "-c", commandLine).start();
            return RemoteProcess.of(docker, name());
        } catch (IOException e) {
            throw new UnreachableException("Cannot run docker for " + container, "Is it installed?", e);
        }
    }

    @Override
    public String name() {
        return "container " + container;
    }

    @Override
    public void close() {
        // each process is closed by whoever started it
    }
}
