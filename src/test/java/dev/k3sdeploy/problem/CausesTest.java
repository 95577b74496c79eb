package dev.k3sdeploy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CausesTest {
    private static final SocketTimeoutException LATE = new SocketTimeoutException("late");
    private static final RuntimeException WRAPPED = new RuntimeException(new IOException("no line", LATE));

    @Test
    void theOutermostOfATypeIsFound() {
        assertThat(Causes.first(WRAPPED, IOException.class))
                .hasValueSatisfying(e -> assertThat(e).hasMessage("no line"));
        assertThat(Causes.first(LATE, SocketTimeoutException.class)).contains(LATE);
        assertThat(Causes.include(WRAPPED, InterruptedException.class)).isFalse();
        assertThat(Causes.include(null, Exception.class)).isFalse();
    }

    @Test
    void theInnermostSaysWhatHasHappenedOrIsNamed() {
        assertThat(Causes.innermost(WRAPPED)).isEqualTo("late");
        assertThat(Causes.innermost(new RuntimeException("outside", new InterruptedException(" "))))
                .isEqualTo("InterruptedException");
    }
}
