package dev.k3sdeploy.remote;

/**
 * A way to start processes on one machine as the login user. This is the whole seam between k3sdeploy and a transport:
 * root, quoting, deadlines and files are built on it once, for all transports. Safe for several threads.
 *
 * <p>One that a program makes is short, since {@link RemoteProcess#of} does the rest:
 *
 * <pre>{@code
 * public RemoteProcess start(String commandLine) {
 *     return RemoteProcess.of(
 *             new ProcessBuilder("docker", "exec", "--interactive", container, "sh", "-c", commandLine).start(), name());
 * }
 * }</pre>
 */
public interface Connection extends AutoCloseable {
    /**
     * Starts a command line under the login user's shell.
     *
     * @param commandLine quoted already
     * @return running; whoever started it closes it
     * @throws ConnectionLostException when the machine is gone
     */
    RemoteProcess start(String commandLine);

    /**
     * The machine as messages name it: {@code vagrant@192.168.50.201:22}.
     *
     * @return never with a secret
     */
    String name();

    /** Ends what still runs over it; may be called twice. */
    @Override
    void close();
}
