package dev.k3sdeploy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.problem.UnreachableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RebootTest {
    private static ScriptedSession machine(String boot) {
        return new ScriptedSession()
                .onPart("boot_id")
                .says(boot)
                .and()
                .onPart("systemctl reboot")
                .succeeds()
                .and();
    }

    private static Supplier<Session> inTurn(List<Supplier<Session>> answers) {
        Deque<Supplier<Session>> left = new ArrayDeque<>(answers);
        return () -> left.remove().get();
    }

    @Test
    void aMachineIsBackWhenItsBootIsAnother() {
        ScriptedSession before = machine("one\n7");
        ScriptedSession still = machine("one\n7");
        ScriptedSession after = machine("two\n8");
        Supplier<Session> again = inTurn(List.of(
                () -> still,
                () -> {
                    throw new ConnectionLostException("box-1", "starting a shell", null);
                },
                () -> {
                    throw new BecomeException(Message.verbatim("the system is going down"), Message.NONE);
                },
                () -> after));
        assertThat(new Reboot(again, Duration.ofMinutes(1)).of(before, "box-1")).isSameAs(after);
        assertThat(before.closed()).isTrue();
        assertThat(still.closed()).isTrue();
        assertThat(after.closed()).isFalse();
    }

    @Test
    void aMachineThatDoesNotComeBackIsTold() {
        Supplier<Session> again = () -> {
            throw new UnreachableException("Cannot reach box-1", "", null);
        };
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> new Reboot(again, Duration.ofMinutes(1)).of(machine("one"), "box-1"))
                .withMessageContaining("Cannot reach box-1");
    }

    @Test
    void aMachineThatDoesNotGoDownIsTold() {
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> new Reboot(() -> machine("one"), Duration.ofMillis(600)).of(machine("one"), "box-1"))
                .withMessageContaining("has not gone down and come up again");
    }
}
