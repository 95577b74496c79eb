package dev.k3sdeploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.remote.ScriptedSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan is data; a probe reads files. */
class PlaybookTest {
    private static final Target A = new Target("a");
    private static final Target B = new Target("b");

    @Test
    void aPlanCanBeRead() {
        Playbook playbook = Playbook.of(
                "Cluster lab",
                Play.titled("Install")
                        .on(B, FakeTask.inPlace("Write x"))
                        .on(A, FakeTask.inPlace("Write y"))
                        .on(B, FakeTask.inPlace("Start x"))
                        .build());

        assertThat(playbook.describe()).isEqualTo("""
                Cluster lab

                Install
                  b
                    Write x
                    Start x
                  a
                    Write y
                """);
    }

    @Test
    void aPlayKeepsNothingOfWhatItWasMadeFrom() {
        List<Task> tasks = new ArrayList<>(List.of(FakeTask.inPlace("1")));
        Map<Target, List<Task>> map = new LinkedHashMap<>(Map.of(A, tasks));
        Play play = new Play("p", map, 1);

        tasks.clear();
        map.clear();

        assertThat(play.tasks().get(A)).hasSize(1);
        assertThatThrownBy(() -> play.tasks().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFileIsReadByOneCommand() {
        ScriptedSession host = new ScriptedSession();
        host.on("[ -e '/etc/my file' ] || exit 44; cat '/etc/my file'").says("text\n");

        assertThat(read(host, "/etc/my file")).contains("text\n");
    }

    @Test
    void anAbsentFileIsEmptyAndAnUnreadableOneAFailure() {
        ScriptedSession absent = new ScriptedSession();
        absent.onPart("exit 44").fails(44);
        ScriptedSession unreadable = new ScriptedSession();
        unreadable.onPart("exit 44").ends(1, "", "Permission denied");

        assertThat(read(absent, "/x")).isEmpty();
        assertThatThrownBy(() -> read(unreadable, "/x"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("Permission denied");
    }

    @Test
    void aPathWithTheCharacterThatReadReplacesIsReadAsItIs() {
        ScriptedSession host = new ScriptedSession();
        host.on("[ -e /etc/systemd/getty@tty1 ] || exit 44; cat /etc/systemd/getty@tty1")
                .says("x");

        assertThat(read(host, "/etc/systemd/getty@tty1")).contains("x");
    }

    @Test
    void targetsAreOrderedByName() {
        assertThat(List.of(B, A).stream().sorted()).containsExactly(A, B);
    }

    private static Optional<String> read(ScriptedSession host, String path) {
        return TaskTrial.on(host).ask(probe -> probe.read(path));
    }
}
