package dev.k3sdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.UnreachableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a machine that is not there is waited for. */
class AttemptsTest {
    private final List<Duration> given = new ArrayList<>();

    private void repeat(Patience patience, Duration each) {
        SshEndpoint endpoint = SshEndpoint.of("agent", "192.0.2.1", "vagrant", HostKeys.acceptNew(Path.of("known")))
                .with(patience);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> Attempts.repeat(endpoint, answer -> {
                    given.add(answer);
                    sleep(each);
                    throw new UnreachableException("no answer", "");
                }));
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theLastAttemptEndsWithThePatience() {
        Duration second = Duration.ofSeconds(1);
        repeat(new Patience(second, Duration.ofMillis(1500), Duration.ZERO), second);
        assertThat(given)
                .as("a whole one, and what is left of the second after a pause, but half of one")
                .containsExactly(second, Duration.ofMillis(500));
    }

    @Test
    void oneThatRefusesIsAskedAgainAsLongAsThereIsPatience() {
        Duration half = Duration.ofMillis(500);
        repeat(new Patience(half, Duration.ofMillis(1200), Duration.ZERO), Duration.ZERO);
        assertThat(given.subList(0, 2)).containsExactly(half, half);
        assertThat(given)
                .hasSizeGreaterThan(2)
                .allSatisfy(answer -> assertThat(answer).isBetween(Duration.ofMillis(250), half));
    }

    @Test
    void withoutPatienceThereIsOneWholeAttempt() {
        repeat(new Patience(Duration.ofMillis(100), Duration.ZERO, Duration.ZERO), Duration.ofMillis(100));
        assertThat(given).containsExactly(Duration.ofMillis(100));
    }
}
