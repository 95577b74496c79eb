package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubectl, crictl and ctr, by the real shell. */
@SuppressWarnings("NullAway.Init")
class LinksTest {
    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder).program("/usr/local/bin/k3s", "exit 0");
    }

    @Test
    void missingOnesAreLinkedRelativelyAndOnce() throws IOException {
        assertThat(run()).isInstanceOf(Outcome.Changed.class);
        for (String name : new String[] {"kubectl", "crictl", "ctr"}) {
            assertThat(Files.readSymbolicLink(machine.at("/usr/local/bin/" + name)))
                    .hasToString("k3s");
        }
        assertThat(run()).isEqualTo(new Outcome.Ok("kubectl, crictl and ctr are there"));
    }

    @Test
    void aProgramOfThatNameIsLeftAlone() throws IOException {
        machine.program("/usr/local/bin/kubectl", "echo mine").program("/usr/local/sbin/ctr", "echo mine");

        assertThat(run().toString()).contains("Diff[summary=crictl,");
        assertThat(machine.read("/usr/local/bin/kubectl")).contains("mine");
        assertThat(machine.has("/usr/local/bin/ctr")).isFalse();
    }

    @Test
    void aLinkThatLeadsNowhereIsMended() throws IOException {
        Files.createSymbolicLink(machine.at("/usr/local/bin/kubectl"), Path.of("/nowhere/k3s"));

        assertThat(run()).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.readSymbolicLink(machine.at("/usr/local/bin/kubectl"))).hasToString("k3s");
    }

    @Test
    void checkModeLinksNothing() {
        assertThat(TaskTrial.on(() -> machine).predict(new Links()).toString())
                .startsWith("WouldChange")
                .contains("kubectl, crictl, ctr");
        assertThat(machine.has("/usr/local/bin/kubectl")).isFalse();
    }

    private Outcome run() {
        return TaskTrial.on(() -> machine).run(new Links());
    }
}
