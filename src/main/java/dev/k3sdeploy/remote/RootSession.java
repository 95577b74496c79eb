package dev.k3sdeploy.remote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * Root on one machine, over one connection: root shells that are kept and reused, one as a rule, another when a command
 * comes while the first is busy. Never more than {@link #CHANNELS} at once: sshd refuses more on one connection long
 * before its documented limit.
 */
public final class RootSession implements Session {
    private static final int CHANNELS = 3;
    private static final Duration DYING = Duration.ofSeconds(5);

    private final Connection connection;
    private final Become become;
    private final Semaphore channels = new Semaphore(CHANNELS, true);
    private final Deque<RootShell> idle = new ArrayDeque<>();
    private volatile boolean closed;

    private RootSession(Connection connection, Become become) {
        this.connection = connection;
        this.become = become;
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
            session.keep(RootShell.open(connection, become));
            return session;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public CommandResult run(Command command) {
        return withShell("running: " + command, shell -> {
            try {
                CommandResult result = shell.run(command);
                keep(shell);
                return result;
            } catch (CommandTimeoutException e) {
                kill(shell);
                throw e;
            }
        });
    }

    @Override
    public CommandResult stream(Command command, Content stdin, LongConsumer sent) {
        return withShell("sending " + stdin.size() + " bytes", shell -> {
            try (shell) {
                return shell.become(command, stdin, sent);
            }
        });
    }

    private interface Use {
        CommandResult of(RootShell shell) throws InterruptedException;
    }

    private CommandResult withShell(String doing, Use use) {
        try {
            channels.acquire();
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
        RootShell shell = null;
        try {
            shell = idleOrNew();
            return use.of(shell);
        } catch (InterruptedException e) {
            if (shell != null) {
                shell.close();
            }
            throw interrupted(doing, e);
        } finally {
            channels.release();
        }
    }

    private ConnectionLostException interrupted(String doing, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectionLostException(connection.name(), doing + " (interrupted)", e);
    }

    private RootShell idleOrNew() {
        synchronized (idle) {
            RootShell shell = idle.poll();
            if (shell != null) {
                return shell;
            }
        }
        return RootShell.open(connection, become);
    }

    private void keep(RootShell shell) {
        synchronized (idle) {
            if (!closed) {
                idle.push(shell);
                return;
            }
        }
        shell.close();
    }

    /** Ends what runs below the shell, so that the machine does not go on with what nobody waits for. */
    private void kill(RootShell hanging) throws InterruptedException {
        try (RootShell killer = RootShell.open(connection, become)) {
            killer.run(Command.script(KILL_DESCENDANTS + " " + hanging.pid()));
        }
        if (hanging.settle(DYING)) {
            keep(hanging);
        } else {
            hanging.close();
        }
    }

    /** Reads parents from /proc, because not every machine has pkill; the children of children are found by repeating. */
    private static final String KILL_DESCENDANTS = """
            kill_below() {
              below=" $1 "; found=yes
              while [ $found = yes ]; do
                found=no
                for stat in /proc/[0-9]*/stat; do
                  read -r line <"$stat" 2>/dev/null || continue
                  child=${line%% *}; rest=${line##*) }; rest=${rest#* }; parent=${rest%% *}
                  case $below in *" $child "*) continue ;; esac
                  case $below in *" $parent "*) below="$below$child "; found=yes ;; esac
                done
              done
              for pid in ${below#" $1 "}; do kill -KILL "$pid" 2>/dev/null; done
            }
            kill_below""".indent(0).strip();

    @Override
    public void close() {
        closed = true;
        synchronized (idle) {
            idle.forEach(RootShell::close);
            idle.clear();
        }
        connection.close();
    }
}
