package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.problem.K3sDeployException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What takes something away from the cluster is done by few machines at once. */
class TurnsTest {
    private static final Target ONE = new Target("one");
    private static final Target TWO = new Target("two");
    private static final Outcome OK = new Outcome.Ok("done");

    private final Interruption interruption = new Interruption();
    private final List<String> waits = new ArrayList<>();

    @Test
    void aMachineHasItsTurnOnce() {
        Turns turns = new Turns(1, interruption);

        assertThat(turns.take(ONE, waits::add)).isNull();
        assertThat(turns.take(ONE, waits::add)).isNull();
        assertThat(waits).isEmpty();
    }

    @Test
    void theNextOneWaitsUntilTheTurnIsGivenBack() throws InterruptedException {
        Turns turns = new Turns(1, interruption);
        turns.take(ONE, waits::add);
        AtomicInteger had = new AtomicInteger();
        Thread other = new Thread(() -> {
            if (turns.take(TWO, seen -> turns.giveBack(ONE, OK)) == null) {
                had.incrementAndGet();
            }
        });
        other.start();
        other.join();

        assertThat(had).hasValue(1);
    }

    @Test
    void whoWaitsIsToldForWhom() {
        Turns turns = new Turns(1, interruption);
        turns.take(ONE, waits::add);

        turns.take(TWO, seen -> {
            waits.add(seen);
            turns.giveBack(ONE, OK);
        });

        assertThat(waits).containsExactly("its turn: one is at it");
    }

    @Test
    void asManyAsThePlayAllowsAreAtItAtOnce() {
        Turns turns = new Turns(2, interruption);

        assertThat(turns.take(ONE, waits::add)).isNull();
        assertThat(turns.take(TWO, waits::add)).isNull();
        assertThat(waits).isEmpty();
    }

    @Test
    void afterAFailureNobodyElseHasATurn() {
        Turns turns = new Turns(1, interruption);
        turns.take(ONE, waits::add);
        turns.giveBack(ONE, new Outcome.Failed(new K3sDeployException("bad version", "")));

        assertThat(turns.take(TWO, waits::add)).isEqualTo("left as it is, because one failed in its turn");
    }

    @Test
    void aFailureOfAMachineWithoutATurnStopsNobody() {
        Turns turns = new Turns(1, interruption);
        turns.giveBack(ONE, new Outcome.Failed(new K3sDeployException("apt is broken", "")));

        assertThat(turns.take(TWO, waits::add)).isNull();
    }

    @Test
    void aWishToStopEndsTheWait() {
        Turns turns = new Turns(1, interruption);
        turns.take(ONE, waits::add);

        assertThat(turns.take(TWO, seen -> interruption.request())).isEqualTo("interrupted before its turn");
    }
}
