package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Enabled and active. */
class ServiceRunningTest {
    private static final String ENABLED = "systemctl --quiet is-enabled iscsid";
    private static final String ACTIVE = "systemctl --quiet is-active iscsid";
    private static final String START = "systemctl --quiet enable --now iscsid";

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void enabledAndActiveIsInPlace() {
        systemd().on(ENABLED).succeeds().and().on(ACTIVE).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Ok("iscsid is enabled and active"));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "0,3", "1,3"})
    void whatIsMissingIsStartedAndEnabledByOneCommand(int enabled, int active) {
        systemd().on(ENABLED).fails(enabled).succeeds();
        if (enabled == 0) {
            host.on(ACTIVE).fails(active).succeeds();
        } else {
            host.on(ACTIVE).succeeds();
        }
        host.on(START).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("it is not enabled, or not active")));
        assertThat(host.commands()).containsOnlyOnce(START);
    }

    @Test
    void aUnitThatDoesNotStartFailsWithWhatSystemctlSaid() {
        systemd().on(ENABLED).fails(1);
        host.on(START).ends(5, "", "Failed to enable unit: Unit file iscsid.service does not exist.");

        assertThat(TaskTrial.problem(run()).summary()).contains("status 5", "does not exist");
    }

    @Test
    void aMachineWithoutSystemdIsSkipped() {
        host.on("command -v systemctl >/dev/null").fails(127);

        assertThat(run()).isEqualTo(new Outcome.Skipped("no systemd here"));
    }

    private ScriptedSession systemd() {
        return host.on("command -v systemctl >/dev/null").succeeds().and();
    }

    private Outcome run() {
        return TaskTrial.on(host).run(new ServiceRunning("iscsid"));
    }
}
