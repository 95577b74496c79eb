package dev.k3sdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link RandomKillsIT}, of two servers without containers: many more kills in the same time. {@code -Dk3sdeploy.kills=60} is
 * the long form.
 */
@Tag("long")
@SuppressWarnings("NullAway.Init")
class KilledRunsTest {
    private static final int KILLS = Integer.getInteger("k3sdeploy.kills", 3);
    private static final long SEED = Long.getLong("k3sdeploy.seed", System.nanoTime());
    private static final int SERVERS = 2;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private @Nullable BootedCluster booted;
    private int versions;

    @AfterEach
    void turnOff() {
        if (booted != null) {
            booted.close();
        }
    }

    /** New machines, below a folder of their own. */
    private BootedCluster boot() throws IOException {
        turnOff();
        booted = BootedCluster.boot(Files.createTempDirectory(folder, "machines"), SERVERS);
        return booted;
    }

    @Test
    void inUp() throws Exception {
        killedAndHealed("up", () -> new Start(boot(), Lab.simulator()));
    }

    @Test
    void inDown() throws Exception {
        BootedCluster whole = boot();
        killedAndHealed("down", () -> {
            whole.cluster().up().orThrow();
            return new Start(whole, Lab.simulator());
        });
    }

    @Test
    void inAnUpgrade() throws Exception {
        BootedCluster whole = boot();
        whole.cluster().up().orThrow();
        killedAndHealed("up", () -> new Start(whole, OtherVersion.in(folder, "v1.34." + ++versions + "+k3s1")));
    }

    private record Start(BootedCluster booted, Path k3s) {
        Process begin(String verb) throws IOException {
            return new ProcessBuilder(booted.program(k3s, verb))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    /** The first run is let to its end, which tells how long it takes; one that ends before its moment tells it better. */
    private void killedAndHealed(String verb, Callable<Start> starts) throws Exception {
        long began = System.nanoTime();
        assertThat(starts.call().begin(verb).waitFor()).isZero();
        long whole = since(began);
        int kills = 0;
        for (int round = 1; kills < KILLS; round++) {
            Start start = starts.call();
            long moment = (long) (random.nextDouble() * whole);
            began = System.nanoTime();
            Process run = start.begin(verb);
            boolean killed = !run.waitFor(moment, TimeUnit.MILLISECONDS);
            run.destroyForcibly().waitFor();
            whole = killed ? whole : since(began);
            String what = "round " + round + " of " + verb + " after " + moment + " ms of " + whole
                    + "; -Dk3sdeploy.seed=" + SEED;
            System.out.println(what + (killed ? "" : ": it had ended"));
            kills += killed ? 1 : 0;
            start.booted().healsByTheNextUp(start.k3s(), what);
        }
    }

    private static long since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
