package dev.k3sdeploy;

import dev.k3sdeploy.engine.Broadcast;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Survey;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.k3s.Journal;
import dev.k3sdeploy.k3s.NodeSpec;
import dev.k3sdeploy.k3s.Role;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.HostKeyElsewhere;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machines of a cluster, for who works on them by hand. */
public final class MachineAccess {
    private final Plan plan;
    private final HostSessions sessions;
    private final ClusterOptions options;
    private final Machines machines;

    /** Those that are meant, and the ones of them that k3sdeploy made. */
    record Machines(List<Target> targets, ClusterMachines lab) {
        List<Target> running() {
            lab.requireRunning();
            return targets;
        }
    }

    MachineAccess(Plan plan, HostSessions sessions, ClusterOptions options, Machines machines) {
        this.plan = plan;
        this.sessions = sessions;
        this.options = options;
        this.machines = machines;
    }

    /**
     * Runs a command on all machines.
     *
     * @param shellLine for the machines' {@code /bin/sh}, started in the user's home
     * @param asRoot not as the login user, but as whom the inventory says to become
     * @return for each machine its exit status and output, or why there is none
     */
    public Map<Target, Survey.Answer<CommandResult>> run(String shellLine, boolean asRoot) {
        return broadcast(shellLine).run(sessions(asRoot), machines.running());
    }

    /**
     * As {@link #run}; the output is told as it comes, and not kept.
     *
     * @param shellLine for the machines' {@code /bin/sh}, started in the user's home
     * @param asRoot not as the login user, but as whom the inventory says to become
     * @param hearer called from several threads, one line at a time for each machine
     * @return for each machine its exit status, or why there is none
     */
    public Map<Target, Survey.Answer<CommandResult>> run(String shellLine, boolean asRoot, Broadcast.Hearer hearer) {
        return broadcast(shellLine).run(sessions(asRoot), machines.running(), hearer);
    }

    private Broadcast broadcast(String shellLine) {
        Command command = Command.script("cd 2>/dev/null || :\n" + shellLine).attended();
        return new Broadcast(target -> command, options.forks(), options.interruption());
    }

    private Sessions sessions(boolean asRoot) {
        return asRoot ? sessions : sessions::openAsLoginUser;
    }

    /**
     * Reads the machines' journals, each line with its time first, and all in UTC.
     *
     * @param journal which units' lines, and since when
     * @param hearer called from several threads, one line at a time for each machine
     * @return for each machine how reading ended
     */
    public Map<Target, Survey.Answer<CommandResult>> logs(Journal journal, Broadcast.Hearer hearer) {
        Map<Target, Role> roles =
                plan.cluster().nodes().stream().collect(Collectors.toMap(NodeSpec::target, NodeSpec::role));
        // Who is followed does not end, and so holds its place for ever.
        int forks = journal.follow() ? machines.targets().size() : options.forks();
        return new Broadcast(
                        target -> journal.command(roles.getOrDefault(target, Role.AGENT)),
                        forks,
                        options.interruption())
                .run(sessions::openAsRoot, machines.running(), hearer);
    }

    /**
     * What tells why they do not work as a cluster.
     *
     * @return the means to gather it
     */
    public Diagnosis diagnosis() {
        return new Diagnosis(plan, sessions, options);
    }

    /**
     * Forgets the host keys that k3sdeploy has learnt of the machines, as for machines that were made anew.
     *
     * @return how many keys were forgotten
     */
    public int forgetHostKeys() {
        return endpoints().mapToInt(SshEndpoint::forgetHostKeys).sum();
    }

    /**
     * The machines' host keys that {@link #forgetHostKeys} leaves: those in the user's own known_hosts files.
     *
     * @return one for each machine and file
     */
    public List<HostKeyElsewhere> hostKeysElsewhere() {
        return endpoints()
                .flatMap(endpoint -> endpoint.hostKeysElsewhere().stream())
                .toList();
    }

    private Stream<SshEndpoint> endpoints() {
        return machines.targets().stream()
                .map(plan.connections()::get)
                .filter(host -> host != null && !host.local())
                .map(HostConnection::endpoint);
    }

    /**
     * The words that start the system's {@code ssh} to a machine, by the inventory's user, port, keys and arguments.
     *
     * @param host its name in the inventory
     * @param shellLine to run there; empty for a login shell
     * @param terminal whether it gets a terminal there
     * @return the program first; each word is one argument, unquoted
     * @throws InvalidInputException when there is no such machine, or it is this one
     */
    public List<String> ssh(String host, String shellLine, boolean terminal) {
        Target target = new Target(host);
        HostConnection connection = plan.connections().get(target);
        if (connection == null) {
            throw InvalidInputException.of(
                    host,
                    "there is no such machine in the cluster",
                    "its machines: "
                            + plan.connections().keySet().stream()
                                    .map(Target::name)
                                    .collect(Collectors.joining(", ")));
        }
        if (connection.local()) {
            throw InvalidInputException.of(host, "is this machine: ansible_connection is local", "no ssh is needed");
        }
        machines.lab().requireRunning();
        return sessions.ssh(target, connection, shellLine, terminal);
    }
}
