package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.problem.UnreachableException;
import dev.k3sdeploy.remote.ScriptedSession;
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
