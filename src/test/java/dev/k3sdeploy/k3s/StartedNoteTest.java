package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The note that the unit makes at its start, made and read by the real shell. */
@SuppressWarnings("NullAway.Init")
class StartedNoteTest {
    private IsolatedMachine machine;

    @BeforeEach
    void started(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder)
                .program("systemctl", "printf '" + ServiceCurrentTest.state("active", "running", "enabled", 0) + "'")
                .program("/usr/local/bin/k3s", "exit 0")
                .file("/etc/systemd/system/k3s.service", "unit")
                .file("/etc/systemd/system/k3s.service.env", "")
                .file("/etc/rancher/k3s/config.yaml", "node-ip: \"10.1.1.1\"\n")
                .directory("/run/systemd/system")
                .directory("/run/k3sdeploy");
        String note = Service.fingerprint(Role.SERVER) + " >" + Service.startedFile(Role.SERVER);
        boolean made = TaskTrial.on(() -> machine).ask(host -> host.holds(Command.script(note + "; :")));
        assertThat(made).isTrue();
    }

    @Test
    void nothingChangedNothingIsRestarted() {
        assertThat(predicted()).startsWith("Ok[");
    }

    @Test
    void aNewBinaryOfTheSameSizeIsNoticed() {
        machine.program("/usr/local/bin/k3s", "exit 1");

        assertThat(predicted()).contains("older k3s,");
    }

    @Test
    void aChangedConfigIsNoticed() {
        machine.file("/etc/rancher/k3s/config.yaml", "node-ip: \"10.1.1.2\"\n");

        assertThat(predicted()).contains("older config.yaml,");
    }

    @Test
    void theSameConfigWrittenAgainIsNoReason() {
        machine.file("/etc/rancher/k3s/config.yaml", "node-ip: \"10.1.1.1\"\n");

        assertThat(predicted()).startsWith("Ok[");
    }

    @Test
    void anotherModeOfTheConfigIsNoReason() {
        assertThat(machine.at("/etc/rancher/k3s/config.yaml").toFile().setReadable(false, false))
                .isTrue();
        assertThat(machine.at("/etc/rancher/k3s/config.yaml").toFile().setReadable(true, true))
                .isTrue();

        assertThat(predicted()).startsWith("Ok[");
    }

    @Test
    void aUsersOwnPartOfTheConfigIsNoticed() {
        machine.file("/etc/rancher/k3s/config.yaml.d/90-mine.yaml", "debug: true\n");

        assertThat(predicted()).contains("older 90-mine.yaml,");
    }

    @Test
    void aMirrorThatIsAddedAndTakenAwayIsNoticed() {
        machine.file("/etc/rancher/k3s/registries.yaml", "mirrors: {}\n");

        assertThat(predicted()).contains("older registries.yaml,");
    }

    @Test
    void aMachineThatWasBootedWithoutItsNoteIsRestarted() {
        assertThat(machine.at(Service.startedFile(Role.SERVER)).toFile().delete())
                .isTrue();

        assertThat(predicted()).contains("nobody has noted what it was started with");
    }

    private String predicted() {
        Outcome outcome = TaskTrial.on(() -> machine).predict(new ServiceCurrent(Role.SERVER));
        return outcome.toString();
    }
}
