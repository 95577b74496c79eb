package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Bytes;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;

/** What the machine answers, and what is sent to it. */
class UploadedFileTest {
    private static final String SUM = Sums.sha256("k3s");
    private static final UploadedFile TASK = new UploadedFile(
            "Install /usr/local/bin/k3s",
            new RemoteFile("/usr/local/bin/k3s", "0755"),
            host -> new UploadedFile.Source("k3s v1.33.5+k3s1", new Bytes("k3s"), SUM));

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void theSameSumAndModeIsInPlaceAndNothingIsSent() {
        host.onPart("[ -f \"$file\" ]").says(SUM + " 755\n");

        assertThat(TaskTrial.on(host).run(TASK)).isEqualTo(new Outcome.Ok("/usr/local/bin/k3s is k3s v1.33.5+k3s1"));
        assertThat(host.commands()).hasSize(1);
    }

    @Test
    void aMissingFileIsSentWithProgressAndItsSumRemembered() {
        host.onPart("[ -f \"$file\" ]").says("").says(SUM + " 755\n");
        host.onPart("mv -fT").succeeds().and().onPart("umask 077; mkdir -p").succeeds();
        TaskTrial trial = TaskTrial.on(host);

        assertThat(trial.run(TASK)).isEqualTo(new Outcome.Changed(Diff.of("new")));
        assertThat(host.inputs()).contains("k3s");
        assertThat(host.commands().get(1)).contains("sum=" + SUM, "chmod 0755");
        assertThat(trial.events()).contains(new Event.Progress(new Step("trial", TaskTrial.HOST, TASK.title()), 3, 3));
    }

    @Test
    void anotherSumIsReplaced() {
        host.onPart("[ -f \"$file\" ]").says("0".repeat(64) + " 755\n");

        assertThat(TaskTrial.on(host).predict(TASK))
                .isEqualTo(new Outcome.WouldChange(Diff.of("replace it by k3s v1.33.5+k3s1")));
    }

    @Test
    void aMissingFileInCheckModeNeedsNoSourceAtAll() {
        host.onPart("[ -f \"$file\" ]").says("");
        UploadedFile unavailable = new UploadedFile("Install", new RemoteFile("/usr/local/bin/k3s", "0755"), probe -> {
            throw new AssertionError("a dry run downloads nothing that it does not need");
        });

        assertThat(TaskTrial.on(host).predict(unavailable)).isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void aWrongModeIsMendedWithoutSending() {
        host.onPart("[ -f \"$file\" ]").says(SUM + " 644\n").says(SUM + " 755\n");
        host.on("chmod 0755 /usr/local/bin/k3s").succeeds();

        assertThat(TaskTrial.on(host).run(TASK)).isEqualTo(new Outcome.Changed(Diff.of("set its mode to 755")));
    }

    @Test
    void aFullDiskIsSaidWithWhatToDo() {
        host.onPart("[ -f \"$file\" ]").says("");
        host.onPart("mv -fT").ends(1, "", "cat: write error: No space left on device\n");

        Outcome outcome = TaskTrial.on(host).run(TASK);

        assertThat(TaskTrial.problem(outcome).summary()).contains("No space left on device");
        assertThat(TaskTrial.problem(outcome).hint()).contains("free some space");
    }
}
