package dev.k3sdeploy.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The root shells of one connection: opened when all are busy, as many as the machine allows, and reused. */
final class RootShells implements AutoCloseable {
    /** sshd refuses more on one connection long before its documented limit. */
    private static final int MOST = 4;

    private final Connection connection;
    private final Become become;
    private final Deque<RootShell> idle = new ArrayDeque<>();
    private int limit = MOST;
    private int open;
    private boolean closed;

    RootShells(Connection connection, Become become) {
        this.connection = connection;
        this.become = become;
    }

    /** A shell for the caller alone, who gives it back. Waits while all are busy and no other is allowed. */
    RootShell take() throws InterruptedException {
        while (true) {
            RootShell shell = takeAtOnce();
            if (shell != null) {
                return shell;
            }
            synchronized (this) {
                while (idle.isEmpty() && open >= limit && !closed) {
                    wait();
                }
            }
        }
    }

    /** As {@link #take}; null when it would wait. */
    @Nullable
    RootShell takeAtOnce() throws InterruptedException {
        RootShell shell = idle();
        if (shell != null || !takePlace()) {
            return shell;
        }
        try {
            return RootShell.open(connection, become);
        } catch (ChannelRefusedException e) {
            giveUpPlace(e);
            return null;
        } catch (RuntimeException | InterruptedException e) {
            leavePlace();
            throw e;
        }
    }

    private synchronized @Nullable RootShell idle() {
        if (closed) {
            throw new ConnectionLostException(connection.name(), "starting a command: the session is closed", null);
        }
        for (RootShell shell = idle.poll(); shell != null; shell = idle.poll()) {
            if (shell.isUsable()) {
                return shell;
            }
            shell.close();
            open--;
        }
        return null;
    }

    private synchronized boolean takePlace() {
        if (open >= limit) {
            return false;
        }
        open++;
        return true;
    }

    private synchronized void leavePlace() {
        open--;
        notifyAll();
    }

    /** The machine allows fewer than we thought; with none at all there is nothing to wait for. */
    private synchronized void giveUpPlace(ChannelRefusedException refusal) {
        open--;
        notifyAll();
        if (open == 0) {
            throw refusal;
        }
        limit = Math.min(limit, open);
    }

    /** Takes a shell back; one that cannot be used again leaves its place to another. */
    synchronized void give(RootShell shell) {
        if (closed || !shell.isUsable()) {
            shell.close();
            open--;
        } else {
            idle.push(shell);
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(RootShell::close);
        idle.clear();
        notifyAll();
    }
}
