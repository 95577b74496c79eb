package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Root on one machine, over one connection: root shells that are kept and reused, one as a rule, another when a command
 * comes while the first is busy.
 */
public final class RootSession implements Session {
    private final Connection connection;
    private final RootShells shells;
    private final @Nullable Claim claim;
    private boolean root;
    private Optional<Holder> holder = Optional.empty();

    private RootSession(Connection connection, Become become, @Nullable Claim claim) {
        this.connection = connection;
        this.claim = claim;
        this.shells = new RootShells(connection, become, claim);
    }

    /**
     * Becomes root at once, so that a refusal is known before anything is done. Takes the connection over and closes
     * it, also when this fails.
     *
     * @param connection without a session; closed with this one
     * @param become whom to become, and how
     * @return root's session
     * @throws BecomeException when the login user cannot become root
     */
    public static RootSession open(Connection connection, Become become) {
        return open(connection, become, null);
    }

    /**
     * As {@link #open(Connection, Become)}, and tries to get the machine's lock in the same exchange: see {@link
     * #holder}.
     *
     * @param connection without a session; closed with this one
     * @param become whom to become, and how
     * @param claim null for a session that leaves the lock alone
     * @return root's session
     * @throws BecomeException when the login user cannot become root
     */
    public static RootSession open(Connection connection, Become become, @Nullable Claim claim) {
        RootSession session = new RootSession(connection, become, claim);
        try {
            RootShell first = session.shells.take();
            session.root = first.isRoot();
            session.holder = first.grip().other();
            session.shells.give(first);
            return session;
        } catch (InterruptedException e) {
            connection.close();
            throw session.interrupted("becoming root", e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * False when another user was asked for, or nobody but the login user.
     *
     * @return whether commands run as root
     */
    public boolean isRoot() {
        return root;
    }

    /**
     * The run that has the machine's lock instead of this one, when it was last asked for.
     *
     * @return empty when this run has it, or nobody has asked
     */
    public Optional<Holder> holder() {
        return holder;
    }

    /**
     * Asks for the lock again; for one thread, before there is work.
     *
     * @return the run that has it instead; empty when this one has it now
     */
    public Optional<Holder> claim() {
        holder = with("asking for the lock", shells::take, shell -> {
            Grip grip = shell.claim();
            shells.keeping(shell);
            return grip.other();
        });
        return holder;
    }

    /** Lets go of the lock until the next {@link #claim}; for one thread, before there is work. */
    public void unlock() {
        with("letting go of the lock", shells::take, shell -> {
            shells.unlocked();
            shell.unlock();
            return shell;
        });
    }

    /** Takes the lock from a run that is gone, once its shell has nothing to do any more; then {@link #claim} gets it. */
    public void endIdleHolder() {
        Claim mine = claim;
        if (mine != null) {
            holder.ifPresent(other -> run(mine.endIdle(other)));
        }
    }

    @Override
    public CommandResult run(Command command) {
        return attempt(command, shell -> shell.run(command));
    }

    @Override
    public CommandResult run(Command command, OutputLines heard) {
        return attempt(command, shell -> shell.run(command, heard));
    }

    private CommandResult attempt(Command command, Use<CommandResult> use) {
        return with("running: " + command, shells::take, shell -> {
            try {
                return use.of(shell);
            } catch (CommandTimeoutException e) {
                shell.kill();
                throw e;
            } catch (InterruptedException e) {
                CommandResult end = shell.killed();
                Thread.currentThread().interrupt();
                throw new CommandInterruptedException(connection.name(), command, end, e);
            }
        });
    }

    @Override
    public List<CommandResult> runAll(List<Command> commands) {
        if (commands.size() > 1 && commands.stream().noneMatch(Command::hasInput)) {
            Batch batch = new Batch(commands);
            return batch.answers(run(batch.command())).orElseGet(() -> Session.super.runAll(commands));
        }
        return Session.super.runAll(commands);
    }

    @Override
    public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
        return with("sending " + stdin.size() + " bytes", shells::takeToSpend, shell -> {
            try {
                return shell.become(command, stdin, sent);
            } catch (CommandTimeoutException | InterruptedException e) {
                killFromAnother(shell);
                throw e;
            }
        });
    }

    /** As far as the machine allows a second shell; what matters is told by the caller's exception. */
    private void killFromAnother(RootShell hanging) throws InterruptedException {
        RootShell killer = shells.takeAtOnce();
        if (killer == null) {
            return;
        }
        try {
            killer.kill(hanging);
        } catch (K3sDeployException e) {
            // The machine is gone, or the process does not die; both show on the next command.
        } finally {
            shells.give(killer);
        }
    }

    private interface Use<T> {
        T of(RootShell shell) throws InterruptedException;
    }

    private interface Taking {
        RootShell shell() throws InterruptedException;
    }

    private <T> T with(String doing, Taking taking, Use<T> use) {
        try {
            RootShell shell = taking.shell();
            try {
                return use.of(shell);
            } finally {
                shells.give(shell);
            }
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    private ConnectionLostException interrupted(String doing, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectionLostException(connection.name(), doing + " (interrupted)", e);
    }

    @Override
    public void close() {
        shells.close();
        connection.close();
    }
}
