package dev.k3sdeploy;

import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.BecomeException;
import dev.k3sdeploy.remote.Claim;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.Connection;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Secret;
import dev.k3sdeploy.remote.Session;
import dev.k3sdeploy.remote.local.LocalConnection;
import dev.k3sdeploy.remote.openssh.OpenSshConnector;
import dev.k3sdeploy.remote.ssh.SshConnector;
import dev.k3sdeploy.remote.ssh.SshEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Connects to the machines of a plan: the one place that picks a transport. */
final class HostSessions implements Sessions {
    /** What a container or a small VM needs. */
    static final Duration BOOT = Duration.ofMinutes(2);

    private final Map<Target, HostConnection> connections;
    private final ClusterMachines machines;
    private final @Nullable Secret becomePassword;
    private final SshConnector builtIn;
    private final OpenSshConnector openSsh;
    private final Transport transport;
    private final Optional<Connector> connector;
    private final Duration booting;

    /** Those that should be up and have not accepted a TCP connection yet. */
    private final Map<Target, SshEndpoint> silent = new ConcurrentHashMap<>();

    /**
     * Sessions for the machines of a plan.
     *
     * @param machines how those that are made are reached
     * @param booting how long sshd may take, where machines are started just now; else zero
     */
    HostSessions(Plan plan, ControlMachine here, ClusterOptions options, ClusterMachines machines, Duration booting) {
        this.booting = booting;
        this.connections = plan.connections();
        this.machines = machines;
        this.becomePassword = options.becomePassword();
        this.builtIn = new SshConnector(
                here.home(), options.passphrases(), options.ssh().question());
        this.openSsh = new OpenSshConnector("ssh", here.user(), options.ssh().question());
        this.transport = options.transport();
        this.connector = options.connector();
    }

    @Override
    public RootSession open(Target target) {
        return open(target, null);
    }

    private RootSession open(Target target, @Nullable Claim claim) {
        HostConnection host = known(target);
        return RootSession.open(connect(target, host), become(host), claim);
    }

    /** For a run whose work only root can do. */
    MachineOpener asRoot() {
        return new MachineOpener() {
            @Override
            public RootSession open(Target target, @Nullable Claim claim) {
                return openAsRoot(target, claim);
            }

            @Override
            public Optional<UnreachableException> silence(Target target, Duration waited) {
                return Optional.ofNullable(silent.get(target))
                        .map(endpoint -> SshConnector.noAnswerAsOthers(endpoint, waited));
            }
        };
    }

    /** As {@link #open}, for work that only root can do. */
    RootSession openAsRoot(Target target) {
        return openAsRoot(target, null);
    }

    /** As {@link #openAsRoot(Target)}, asking for the machine's lock if there is a claim. */
    private RootSession openAsRoot(Target target, @Nullable Claim claim) {
        RootSession session = open(target, claim);
        if (session.isRoot()) {
            return session;
        }
        String user = session.run(Command.of("id", "-un")).text();
        session.close();
        throw new BecomeException(Message.of("become.not-root", target, user), Message.of("become.not-root.next"));
    }

    /** As {@link #open}, for work that the login user does. */
    Session openAsLoginUser(Target target) {
        return RootSession.open(connect(target, known(target)), Become.NO);
    }

    private HostConnection known(Target target) {
        HostConnection host = connections.get(target);
        if (host == null) {
            throw new K3sDeployException("There is no machine " + target + " in the inventory", "");
        }
        return host;
    }

    /** The words that start the system's ssh. */
    List<String> ssh(Target target, HostConnection host, String shellLine, boolean terminal) {
        return openSsh.interactive(
                endpoint(target, host.ssh().asked()),
                host.ssh().arguments(),
                new OpenSshConnector.Wish(shellLine, terminal));
    }

    private Connection connect(Target target, HostConnection host) {
        if (connector.isPresent()) {
            return connector.get().connect(target);
        }
        if (host.local()) {
            return new LocalConnection();
        }
        return usesOpenSsh(host.ssh())
                ? openSsh.connect(
                        endpoint(target, host.ssh().asked()), host.ssh().arguments())
                : builtIn(target, host);
    }

    private boolean usesOpenSsh(SshReader.Reached reached) {
        return switch (transport) {
            case AUTOMATIC -> reached.forOpenSsh() && openSsh.isUsable();
            case BUILT_IN -> false;
            case OPENSSH -> true;
        };
    }

    private Connection builtIn(Target target, HostConnection host) {
        host.ssh().proxyCommand().ifPresent(command -> {
            throw new UnreachableException(
                    "Cannot reach " + target + ": its ssh options ask for the ProxyCommand «" + command
                            + "», which the built-in SSH does not run",
                    "Use --transport openssh; or, if it only jumps over another machine, write ProxyJump instead");
        });
        SshEndpoint endpoint = endpoint(target, host.endpoint());
        if (booting.isZero()) {
            silent.put(target, endpoint);
        }
        return builtIn.connect(endpoint, () -> silent.remove(target));
    }

    private SshEndpoint endpoint(Target target, SshEndpoint given) {
        SshEndpoint reached = machines.reached(target, given);
        return booting.isZero() ? reached : reached.with(reached.patience().booting(booting));
    }

    private Become become(HostConnection host) {
        return host.become().password() == null ? host.become().with(becomePassword) : host.become();
    }
}
