package dev.k3sdeploy.remote.openssh;

import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.ssh.Attempts;
import dev.k3sdeploy.remote.ssh.HostKeyQuestion;
import dev.k3sdeploy.remote.ssh.NewHostKeys;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.time.Duration;
import java.util.List;

/** Logs in to machines by the system's {@code ssh}. One for a run; safe for several threads. */
public final class OpenSshConnector {
    private final String program;
    private final String localUser;
    private final NewHostKeys newKeys;
    private boolean checked;

    /**
     * A connector by a program.
     *
     * @param program name or path of OpenSSH's client
     * @param localUser the user of this machine
     * @param question asked about a machine whose key nobody knows
     */
    public OpenSshConnector(String program, String localUser, HostKeyQuestion question) {
        this.program = program;
        this.localUser = localUser;
        this.newKeys = new NewHostKeys(question);
    }

    /**
     * Connects and logs in, again and again as long as the endpoint's patience lasts.
     *
     * @param endpoint the machine, its user, keys and patience
     * @param extra further arguments for ssh, which win over k3sdeploy's defaults
     * @return with a master process of its own, which ends with it
     * @throws dev.k3sdeploy.problem.UnreachableException and its kinds, as the built-in transport does
     * @throws dev.k3sdeploy.problem.K3sDeployException when there is no ssh here that will do
     */
    public Connection connect(SshEndpoint endpoint, List<String> extra) {
        check();
        SshCommandLines lines = new SshCommandLines(program, localUser, extra);
        return Attempts.repeat(
                endpoint,
                answer -> new OpenSshConnection(
                        endpoint,
                        lines,
                        newKeys.connect(endpoint, () -> Master.start(within(endpoint, answer), lines))));
    }

    private static SshEndpoint within(SshEndpoint endpoint, Duration answer) {
        return endpoint.with(endpoint.patience().withConnectTimeout(answer));
    }

    /**
     * What a person does on a machine.
     *
     * @param shellLine for their login shell there; empty for that shell itself
     * @param terminal whether it has a terminal
     */
    public record Wish(String shellLine, boolean terminal) {}

    /**
     * The words of an ssh that a person uses: it asks on their terminal, and shares no connection.
     *
     * @param endpoint the machine, its user and keys
     * @param extra further arguments for ssh, which win over k3sdeploy's defaults
     * @param wish what to run there, and whether with a terminal
     * @return the program first; each word is one argument, unquoted
     * @throws dev.k3sdeploy.problem.K3sDeployException when there is no ssh here that will do
     */
    public List<String> interactive(SshEndpoint endpoint, List<String> extra, Wish wish) {
        check();
        return new SshCommandLines(program, localUser, extra).interactive(endpoint, wish);
    }

    /** {@return whether this machine has an ssh that will do} */
    public boolean isUsable() {
        try {
            check();
            return true;
        } catch (K3sDeployException e) {
            return false;
        }
    }

    private synchronized void check() {
        if (!checked) {
            SshVersion.require(program);
            checked = true;
        }
    }
}
