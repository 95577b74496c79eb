package dev.k3sdeploy.remote;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Restarts a machine and comes back to it. That it is the machine after the restart, and not yet the one before, is told
 * by its boot id, and by the start of its first process: a container has the boot id of the machine below it.
 */
public final class Reboot {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Command WHICH_BOOT = Command.script(
            "cat /proc/sys/kernel/random/boot_id; read -r stat </proc/1/stat; set -- ${stat##*) }; shift 19; echo \"$1\"");

    /** Later and apart, so that this command has ended when the connection does. */
    private static final Command RESTART =
            Command.script("(sleep 1; systemctl reboot || reboot) </dev/null >/dev/null 2>&1 &");

    private final Supplier<Session> again;
    private final Duration within;

    /**
     * A way to restart a machine.
     *
     * @param again connects to it, with patience for a machine that boots
     * @param within how long the machine may take
     */
    public Reboot(Supplier<Session> again, Duration within) {
        this.again = again;
        this.within = within;
    }

    /**
     * Restarts the machine of a session, which is closed.
     *
     * @param session closed by this
     * @param machine as messages name it
     * @return a session on the machine after the restart
     * @throws ConnectionLostException when it has not restarted in time
     * @throws dev.k3sdeploy.problem.UnreachableException when it does not come back; at once when it has another key
     */
    public Session of(Session session, String machine) {
        long deadline = System.nanoTime() + within.toNanos();
        String before = session.run(WHICH_BOOT).text();
        session.run(RESTART);
        session.close();
        try {
            while (System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                Session fresh = restarted(before);
                if (fresh != null) {
                    return fresh;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException(machine, "restarting it (interrupted)", e);
        }
        throw new ConnectionLostException(
                machine,
                "restarting it: it has not gone down and come up again within " + within.toSeconds() + " s",
                null);
    }

    /** Null while it is still, or again, going down: it lets nobody become root then, and cuts connections. */
    private @Nullable Session restarted(String before) {
        Session session = null;
        try {
            session = again.get();
            if (!session.run(WHICH_BOOT).text().equals(before)) {
                return session;
            }
        } catch (ConnectionLostException | BecomeException e) {
            // As said.
        }
        if (session != null) {
            session.close();
        }
        return null;
    }
}
