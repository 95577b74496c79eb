package dev.k3sdeploy.remote;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Root on one machine, over one connection: root shells that are kept and reused, one as a rule, another when a command
 * comes while the first is busy.
 */
public final class RootSession implements Session {
    private final Connection connection;
    private final RootShells shells;
    private boolean root;

    private RootSession(Connection connection, Become become) {
        this.connection = connection;
        this.shells = new RootShells(connection, become);
    }

    /**
     * Becomes root at once, so that a refusal is known before anything is done. Takes the connection over and closes
     * it, also when this fails.
     *
     * @throws BecomeException when the login user cannot become root
     */
    public static RootSession open(Connection connection, Become become) {
        RootSession session = new RootSession(connection, become);
        try {
            RootShell first = session.shells.take();
            session.root = first.isRoot();
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

    /** False when another user was asked for, or nobody but the login user. */
    public boolean isRoot() {
        return root;
    }

    @Override
    public CommandResult run(Command command) {
        return attempt(command, shell -> shell.run(command));
    }

    @Override
    public CommandResult run(Command command, OutputLines heard) {
        return attempt(command, shell -> shell.run(command, heard));
    }

    private CommandResult attempt(Command command, Use use) {
        return with("running: " + command, shell -> {
            try {
                return use.of(shell);
            } catch (CommandTimeoutException | InterruptedException e) {
                shell.kill();
                throw e;
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
        return with("sending " + stdin.size() + " bytes", shell -> {
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

    private interface Use {
        CommandResult of(RootShell shell) throws InterruptedException;
    }

    private CommandResult with(String doing, Use use) {
        try {
            RootShell shell = shells.take();
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
