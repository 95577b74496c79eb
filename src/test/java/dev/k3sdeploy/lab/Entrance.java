package dev.k3sdeploy.lab;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RemoteProcess;
import java.io.IOException;
import java.util.List;

/**
 * The way into a {@link BootedMachine}, from any process of this machine.
 *
 * @param init its process 1, as this machine numbers it
 */
record Entrance(String name, long init) implements Connection {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    List<String> words(String script) {
        return List.of(
                "nsenter",
                "--target",
                "" + init,
                "--mount",
                "--net",
                "--uts",
                "--pid",
                "env",
                "--unset=LD_PRELOAD",
                "PATH=" + PATH,
                "sh",
                "-c",
                script);
    }

    @Override
    public RemoteProcess start(String commandLine) {
        try {
            return RemoteProcess.of(new ProcessBuilder(words(commandLine)).start(), name);
        } catch (IOException e) {
            throw new UnreachableException("Cannot enter " + name, "Is there a program nsenter?", e);
        }
    }

    @Override
    public void close() {
        // each process is closed by whoever started it
    }
}
