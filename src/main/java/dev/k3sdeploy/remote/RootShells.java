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
    private final @Nullable Claim claim;
    private final Deque<RootShell> idle = new ArrayDeque<>();
    private int limit = MOST;
    private int open;
    private boolean closed;
    private boolean locked;
    private @Nullable RootShell keeper;

    /**
     * None yet.
     *
     * @param claim to the machine's lock, which one of them keeps; null for none
     */
    RootShells(Connection connection, Become become, @Nullable Claim claim) {
        this.connection = connection;
        this.become = become;
        this.claim = claim;
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

    /** A shell to be spent: not the one that keeps the lock, where the machine allows another one. */
    RootShell takeToSpend() throws InterruptedException {
        RootShell first = take();
        if (!isKeeper(first)) {
            return first;
        }
        RootShell other = takeAtOnce();
        if (other == null) {
            return first;
        }
        give(first);
        return other;
    }

    /** As {@link #take}; null when it would wait. */
    @Nullable
    RootShell takeAtOnce() throws InterruptedException {
        RootShell shell = idle();
        if (shell != null || !takePlace()) {
            return shell;
        }
        try {
            return keeping(RootShell.open(connection, become, hasKeeper() ? null : claim));
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
            close(shell);
        }
        return null;
    }

    private synchronized boolean hasKeeper() {
        return keeper != null;
    }

    private synchronized boolean isKeeper(RootShell shell) {
        return shell == keeper;
    }

    /**
     * Where a machine allows one shell only, an upload spends the keeper, and the next one takes its place.
     *
     * @throws LockedException when another run has been quicker then
     */
    synchronized RootShell keeping(RootShell shell) {
        Grip grip = shell.grip();
        Holder other = grip.other().orElse(null);
        if (grip.held()) {
            keeper = shell;
            locked = true;
        } else if (locked && claim != null && other != null && !other.run().equals(claim.run())) {
            shell.close();
            throw LockedException.lost(connection.name(), other);
        }
        return shell;
    }

    /** Lets another run have the machine. */
    synchronized void unlocked() {
        keeper = null;
        locked = false;
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
            close(shell);
        } else {
            idle.push(shell);
        }
        notifyAll();
    }

    private void close(RootShell shell) {
        shell.close();
        open--;
        if (shell == keeper) {
            keeper = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(RootShell::close);
        idle.clear();
        notifyAll();
    }
}
