package dev.k3sdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.engine.Tolerance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many machines a run may lose. */
class MaxUnreachableTest {
    @ParameterizedTest
    @CsvSource({
        "0,100,0",
        "3,100,3",
        "3,2,3",
        "10%,100,10",
        "10 %,12,1",
        "10%,9,0",
        "0%,9,0",
        "100%,9,9",
        "99999,5,99999"
    })
    void isANumberOrAPartOfTheMachines(String text, int machines, int most) {
        assertThat(MaxUnreachable.parse(text).of(machines)).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "101%", "few", "1.5", "%", "", "100000"})
    void anythingElseIsAMistake(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaxUnreachable.parse(text))
                .withMessageContaining("number of machines");
    }

    @Test
    void whatComesOfItIsToldWithTheLimit() {
        List<String> notes = new ArrayList<>();
        Tolerance tolerance = MaxUnreachable.parse("10%").tolerance(25, target -> true, notes(notes));
        tolerance.listener().wentOnWithout(List.of(new Target("a"), new Target("b")), 2);
        tolerance.listener().stopped(List.of(new Target("a"), new Target("b"), new Target("c")), 2);

        assertThat(notes)
                .containsExactly(
                        "Going on without a and b: could not be reached. k3s_max_unreachable lets a run lose 10%,"
                                + " 2 of 25 machines; run the same command again when they answer",
                        "Stopped, no further step is begun: lost a, b and c. k3s_max_unreachable lets a run lose 10%,"
                                + " 2 of 25 machines");
    }

    private static ClusterOptions.Notices notes(List<String> notes) {
        return new ClusterOptions.Notices() {
            @Override
            public void note(String text) {
                notes.add(text);
            }

            @Override
            public void downloaded(String file, long done, long total) {}
        };
    }
}
