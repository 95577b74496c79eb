package dev.k3sdeploy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CausesTest {
    private final SocketTimeoutException late = new SocketTimeoutException("late");
    private final RuntimeException wrapped = new RuntimeException(new IOException("no line", late));

    @Test
    void theOutermostOfATypeIsFound() {
        assertThat(Causes.first(wrapped, IOException.class))
                .hasValueSatisfying(e -> assertThat(e).hasMessage("no line"));
        assertThat(Causes.first(late, SocketTimeoutException.class)).contains(late);
        assertThat(Causes.include(wrapped, InterruptedException.class)).isFalse();
        assertThat(Causes.include(null, Exception.class)).isFalse();
    }

    @Test
    void theInnermostSaysWhatHasHappenedOrIsNamed() {
        assertThat(Causes.innermost(wrapped)).isEqualTo("late");
        assertThat(Causes.innermost(new RuntimeException("outside", new InterruptedException(" "))))
                .isEqualTo("InterruptedException");
    }
}
