package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The command is killed at moments that nobody chose; the next {@code up} makes a whole cluster each time.
 * {@code -Dk3sdeploy.kills=67} is the long form, with 60 of {@code kill -9}; {@code -Dk3sdeploy.seed=…} is what a failure
 * tells to see it again.
 */
@Tag("long")
class RandomKillsIT {
    private static final int KILLS = Integer.getInteger("k3sdeploy.kills", 3);
    private static final long SEED = Long.getLong("k3sdeploy.seed", System.nanoTime());

    @RegisterExtension
    static final LabHosts LAB = LabHosts.named("server", "agent");

    private final Healing healing = new Healing(LAB);
    private final Random random = new Random(SEED);
    private int versions;

    @AfterEach
    void machinesAreFreshAgain() {
        down();
        Remains.none(LAB.all());
    }

    @Test
    void inUp() throws InterruptedException {
        killedAndHealed("up", LAB.control(), () -> {
            down();
            return LAB.control();
        });
    }

    @Test
    void inDown() throws InterruptedException {
        up(LAB.control());
        killedAndHealed("down --yes", LAB.control(), LAB::control);
    }

    @Test
    void inAnUpgrade() throws InterruptedException {
        up(LAB.control());
        killedAndHealed("up", nextVersion(), this::nextVersion);
    }

    private ControlSide nextVersion() {
        return OtherVersion.of(LAB.control(), "v1.34." + ++versions + "+k3s1");
    }

    private static void up(ControlSide control) {
        JsonRun up = control.json(LAB.inventory(), "up");
        assertThat(up.exitCode()).as("%s", up).isZero();
    }

    private static void down() {
        assertThat(LAB.control().run(LAB.inventory(), "down", "--yes").exitCode())
                .isZero();
    }

    /** The first run is let to its end, which tells how long it takes; some lose their terminal instead. */
    private void killedAndHealed(String command, ControlSide first, Supplier<ControlSide> start)
            throws InterruptedException {
        Duration whole = whole(command, first);
        up(first);
        int unfinished = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            ControlSide control = start.get();
            Duration moment = Duration.ofMillis((long) (random.nextDouble() * whole.toMillis()));
            String signal = kill % 10 == 3 ? "HUP" : "KILL";
            String what = "kill " + kill + " (" + signal + ") of " + command + " after " + moment.toMillis() + " ms of "
                    + whole.toMillis() + "; -Dk3sdeploy.seed=" + SEED;
            unfinished += stopped(control, command, signal, moment) ? 1 : 0;
            healing.byTheNextUp(control, LAB.inventory(), LAB.all(), what);
        }
        System.out.println(command + ": " + unfinished + " of " + KILLS + " runs killed, each healed; seed " + SEED);
        assertThat(unfinished).as("killed before their end").isGreaterThan(KILLS / 4);
    }

    private static Duration whole(String command, ControlSide control) throws InterruptedException {
        long began = System.nanoTime();
        try (CommandProcess process = control.start(LAB.inventory(), command.split(" ", -1))) {
            assertThat(process.exitCode()).as("%s", process.text()).isZero();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Whether it had not ended by itself. */
    private static boolean stopped(ControlSide control, String command, String signal, Duration after)
            throws InterruptedException {
        try (CommandProcess process = control.start(LAB.inventory(), command.split(" ", -1))) {
            if (process.process().waitFor(after.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            process.signal(signal);
            assertThat(process.exitCode()).as("%s", process.text()).isEqualTo(signal.equals("HUP") ? 129 : 137);
            return true;
        }
    }
}
