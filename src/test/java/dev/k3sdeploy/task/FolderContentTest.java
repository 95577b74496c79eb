package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is ours alone. */
class FolderContentTest {
    private static FolderContent task(String path, Map<String, String> files) {
        return new FolderContent(path, new TreeMap<>(files));
    }

    @Test
    void aFolderIsFilledOnceAndEmptiedWhenNothingIsWanted(@TempDir Path folder) {
        IsolatedMachine machine = IsolatedMachine.below(folder);
        FolderContent two = task("/etc/ours", Map.of("a.pem", "one\n", "b.pem", ""));

        assertThat(TaskTrial.on(() -> machine).run(two)).isInstanceOf(Outcome.Changed.class);
        assertThat(TaskTrial.on(() -> machine).run(two)).isEqualTo(new Outcome.Ok("2 files in /etc/ours"));
        assertThat(machine.read("/etc/ours/a.pem")).isEqualTo("one\n");
        assertThat(machine.mode("/etc/ours/a.pem")).isEqualTo("600");

        FolderContent other = task("/etc/ours", Map.of("b.pem", "new"));
        assertThat(summary(TaskTrial.on(() -> machine).run(other))).isEqualTo("write b.pem; remove a.pem");
        assertThat(TaskTrial.on(() -> machine).run(other)).isInstanceOf(Outcome.Ok.class);

        FolderContent none = task("/etc/ours", Map.of());
        assertThat(summary(TaskTrial.on(() -> machine).run(none))).isEqualTo("remove b.pem");
        assertThat(TaskTrial.on(() -> machine).run(none)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aFileThatOthersMayReadIsWrittenAnew() {
        ScriptedSession host = new ScriptedSession();
        host.onPart("cd /etc/ours").says("other  ./a.pem\n");

        assertThat(summary(TaskTrial.on(host).predict(task("/etc/ours", Map.of("a.pem", "x")))))
                .isEqualTo("write a.pem");
    }

    @Test
    void aNameThatLeadsElsewhereIsABug() {
        assertThatThrownBy(() -> task("/etc/ours", Map.of("../x", ""))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String summary(Outcome outcome) {
        if (outcome instanceof Outcome.Changed changed) {
            return changed.diff().summary();
        }
        return ((Outcome.WouldChange) outcome).diff().summary();
    }
}
