package dev.k3sdeploy;

import dev.k3sdeploy.engine.Interruption;
import dev.k3sdeploy.engine.Sessions;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.remote.Holder;
import dev.k3sdeploy.remote.LockedException;
import dev.k3sdeploy.remote.RootSession;
import dev.k3sdeploy.remote.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sessions of a run that has all its machines to itself. Each machine's lock is asked for where its root shell is
 * opened, by all machines at once and at no cost. Only where one is taken they are gone through in an order that all
 * runs share, letting go of the later ones, so that of two runs one always gets on. After a wish to stop not all of them are locked,
 * and no task is begun.
 */
final class LockedSessions implements Sessions, AutoCloseable {
    /** For a run that is just letting go, and one that lets this one pass. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /** A run that was killed lets its last command end. */
    private static final Duration LAST_COMMAND = Duration.ofMinutes(2);

    private static final long LOOK_MILLIS = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /**
     * What a run says about its locks.
     *
     * @param patience how long to wait for another run, at the user's wish
     * @param grace how long to wait in any case: {@link #GRACE}
     * @param always a machine that is locked whatever the run's machines are, if it can be reached: so two runs on
     *     different machines of one cluster meet
     * @param order the same for all runs
     */
    record Wish(ThisRun run, Duration patience, Duration grace, Target always, Comparator<Target> order, int forks) {}

    private final Wish wish;
    private final Interruption interruption;
    private final Consumer<String> notes;
    private final GatheredSessions gathered;

    LockedSessions(
            MachineOpener opener, Wish wish, Stragglers stragglers, Interruption interruption, Consumer<String> notes) {
        this.wish = wish;
        this.interruption = interruption;
        this.notes = notes;
        this.gathered = new GatheredSessions(
                target -> opener.open(target, wish.run().claim()), wish.forks(), stragglers, interruption);
    }

    @Override
    public void ready(Collection<Target> targets) {
        Set<Target> all = new LinkedHashSet<>(targets);
        all.add(wish.always());
        gathered.ready(all);
        if (!interruption.requested()) {
            settle(gathered.reached().stream().sorted(wish.order()).toList());
        }
    }

    /** Machines in their order. */
    private void settle(List<Target> machines) {
        for (int i = 0; i < machines.size(); i++) {
            Target machine = machines.get(i);
            if (isTaken(gathered.session(machine).holder())) {
                List<Target> later = new ArrayList<>(machines.subList(i + 1, machines.size()));
                later.forEach(each -> gathered.session(each).unlock());
                await(machine);
                later.forEach(this::await);
                return;
            }
        }
    }

    private boolean isTaken(Optional<Holder> holder) {
        return holder.isPresent()
                && !holder.get().run().equals(wish.run().claim().run());
    }

    private void await(Target machine) {
        RootSession session = gathered.session(machine);
        long began = System.nanoTime();
        boolean told = false;
        while (!interruption.requested() && isTaken(session.claim())) {
            Holder holder = session.holder().orElseThrow();
            boolean dead = wish.run().isDead(holder);
            Duration patience = longest(wish.grace(), wish.patience(), dead ? LAST_COMMAND : Duration.ZERO);
            if (System.nanoTime() - began > patience.toNanos()) {
                throw LockedException.busy(machine.name(), holder, since(holder));
            }
            if (!told) {
                told = true;
                tell(machine, holder, dead);
            }
            if (dead) {
                session.endIdleHolder();
            }
            pause();
        }
    }

    private void tell(Target machine, Holder holder, boolean dead) {
        notes.accept(
                dead
                        ? machine + " still ends what was begun by " + holder.owner() + ", which is gone"
                        : "Waiting for " + machine + ", in use by " + holder.owner() + ", since " + since(holder));
    }

    private static Duration longest(Duration... durations) {
        return List.of(durations).stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static String since(Holder holder) {
        return TIME.format(InstantSource.system()
                .instant()
                .minus(holder.held())
                .truncatedTo(ChronoUnit.SECONDS)
                .atZone(ZoneId.systemDefault()));
    }

    /** The caller's interruption is a wish to stop, and stays visible. */
    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            interruption.request();
            Thread.currentThread().interrupt();
        }
    }

    /** The session that is there; once more for a machine that was restarted, which has no lock any more. */
    @Override
    public Session open(Target target) {
        boolean again = gathered.isNew(target);
        RootSession session = gathered.open(target);
        if (again && isTaken(session.holder())) {
            Holder holder = session.holder().orElseThrow();
            session.close();
            throw LockedException.busy(target.name(), holder, since(holder));
        }
        return session;
    }

    /** Those that nobody has asked for. */
    @Override
    public void close() {
        gathered.close();
    }
}
