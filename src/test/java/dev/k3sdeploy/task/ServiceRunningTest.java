package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;

/** Enabled and active. */
class ServiceRunningTest {
    private static final String INIT = "[ -d /run/systemd/system ]";
    private static final String RUNS = "systemctl --quiet is-enabled iscsid && systemctl --quiet is-active iscsid";
    private static final String START = "systemctl --quiet enable --now iscsid";

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void enabledAndActiveIsInPlace() {
        systemd().on(RUNS).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Ok("iscsid is enabled and active"));
    }

    @Test
    void whatIsMissingIsStartedAndEnabledByOneCommand() {
        systemd().on(RUNS).fails(3).succeeds();
        host.on(START).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("it is not enabled, or not active")));
        assertThat(host.commands()).containsOnlyOnce(START);
    }

    @Test
    void openRcHasItsOwnWordsAndNames() {
        host.onPart(INIT).says("OPENRC\n");
        host.on("rc-update show default | grep -qE '^ *nfs ' && rc-service --quiet nfs status")
                .fails(1)
                .succeeds();
        host.on("rc-update --quiet add nfs default && rc-service --quiet nfs start")
                .succeeds();

        assertThat(TaskTrial.on(host).run(new ServiceRunning("nfs-server", "nfs")))
                .isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void aUnitThatDoesNotStartFailsWithWhatSystemctlSaid() {
        systemd().on(RUNS).fails(1);
        host.on(START).ends(5, "", "Failed to enable unit: Unit file iscsid.service does not exist.");

        assertThat(TaskTrial.problem(run()).summary()).contains("status 5", "does not exist");
    }

    @Test
    void aMachineWithAnotherInitSystemIsSkipped() {
        host.onPart(INIT).says("");

        assertThat(run()).isEqualTo(new Outcome.Skipped("neither systemd nor OpenRC here"));
    }

    private ScriptedSession systemd() {
        return host.onPart(INIT).says("SYSTEMD\n").and();
    }

    private Outcome run() {
        return TaskTrial.on(host).run(new ServiceRunning("iscsid"));
    }
}
