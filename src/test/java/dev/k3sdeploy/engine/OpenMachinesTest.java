package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.ScriptedSession;
import dev.k3sdeploy.remote.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sessions of a run. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenMachinesTest {
    private static final Target A = new Target("a");

    private final FakeSessions sessions = new FakeSessions();

    @Test
    void aMachineIsConnectedToOnce() {
        try (OpenMachines machines = new OpenMachines(sessions)) {
            assertThat(machines.session(A)).isSameAs(machines.session(A));
        }
        assertThat(sessions.opened()).hasSize(1);
        assertThat(sessions.of(A).closed()).isTrue();
    }

    @Test
    void everybodyGetsTheSameFailureAndNobodyTriesAgain() {
        sessions.without(A);
        try (OpenMachines machines = new OpenMachines(sessions)) {
            assertThatThrownBy(() -> machines.session(A)).isInstanceOf(UnreachableException.class);
            assertThatThrownBy(() -> machines.session(A)).isInstanceOf(UnreachableException.class);
        }
        assertThat(sessions.opened()).hasSize(1);
    }

    @Test
    void aBugWhileConnectingIsToldToEverybodySoThatNobodyWaitsForEver() {
        try (OpenMachines machines = new OpenMachines(target -> {
            throw new NoClassDefFoundError("Ssh");
        })) {
            assertThatThrownBy(() -> machines.session(A)).hasStackTraceContaining("NoClassDefFoundError: Ssh");
            assertThatThrownBy(() -> machines.session(A)).hasStackTraceContaining("NoClassDefFoundError: Ssh");
        }
    }

    @Test
    void afterARestartEverybodyGetsTheSessionWithTheMachineThatCameBack() {
        ScriptedSession before = booted("one");
        ScriptedSession after = booted("two");
        Deque<Session> sessionsInTurn = new ArrayDeque<>(List.of(before, after));
        try (OpenMachines machines = new OpenMachines(target -> sessionsInTurn.remove())) {
            assertThat(machines.session(A)).isSameAs(before);

            machines.reboot(A, Duration.ofMinutes(1));

            assertThat(machines.session(A)).isSameAs(after);
            assertThat(before.closed()).isTrue();
            assertThat(after.closed()).isFalse();
        }
        assertThat(after.closed()).isTrue();
    }

    @Test
    void aMachineThatDoesNotComeBackIsGoneForEverybody() {
        Deque<Session> once = new ArrayDeque<>(List.of(booted("one")));
        try (OpenMachines machines = new OpenMachines(target -> {
            if (once.isEmpty()) {
                throw new UnreachableException("Cannot reach a", "", null);
            }
            return once.remove();
        })) {
            assertThatThrownBy(() -> machines.reboot(A, Duration.ofMinutes(1))).hasMessageContaining("Cannot reach a");
            assertThatThrownBy(() -> machines.session(A)).hasMessageContaining("Cannot reach a");
        }
    }

    private static ScriptedSession booted(String id) {
        return new ScriptedSession()
                .onPart("boot_id")
                .says(id)
                .and()
                .onPart("systemctl reboot")
                .succeeds()
                .and();
    }

    @Test
    void aSessionThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        ScriptedSession fine = new ScriptedSession();
        Target broken = new Target("broken");
        OpenMachines machines = new OpenMachines(target -> target.equals(broken) ? new Unclosable() : fine);
        assertThat(machines.session(broken)).isNotNull();
        assertThat(machines.session(A)).isNotNull();

        machines.close();

        assertThat(fine.closed()).isTrue();
    }
}
