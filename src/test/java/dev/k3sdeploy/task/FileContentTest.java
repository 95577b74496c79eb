package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k3sdeploy.engine.CommandFailedException;
import dev.k3sdeploy.engine.Diff;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.engine.Verdict;
import dev.k3sdeploy.remote.ScriptedSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the machine answers, what the task says to it, and what it sends. */
class FileContentTest {
    private static final String LOOK = "if [ -L /etc/x.conf ]; then echo link; else [ -e /etc/x.conf ] || exit 44;"
            + " LC_ALL=C stat -c '%a %U:%G %F' /etc/x.conf && cat /etc/x.conf; fi";
    private static final RemoteFile FILE = new RemoteFile("/etc/x.conf", "0644");
    private static final String WANTED = "a=1\nb=2\n";

    private final ScriptedSession host = new ScriptedSession();

    @Test
    void theFileAsWantedIsInPlaceAndCostsOneQuestion() {
        host.on(LOOK).says("644 root:root regular file\n" + WANTED);

        assertThat(run()).isEqualTo(new Outcome.Ok("/etc/x.conf has the wanted content"));
        assertThat(host.commands()).containsExactly(LOOK);
    }

    @Test
    void aMissingFileIsWrittenAndLookedAtAgain() {
        host.on(LOOK).fails(44).says("644 root:root regular file\n" + WANTED);
        host.on(FILE.place().script()).succeeds();

        assertThat(run()).isEqualTo(new Outcome.Changed(Diff.of("new", "/etc/x.conf", "", WANTED)));
        assertThat(host.commands()).containsExactly(LOOK, FILE.place().script(), LOOK);
        assertThat(host.inputs()).containsExactly("", WANTED, "");
    }

    @Test
    void anotherContentIsShownInTheDiff() {
        host.on(LOOK).says("644 root:root regular file\na=0\n");

        assertThat(drift()).isEqualTo(Diff.of("its content differs", "/etc/x.conf", "a=0\n", WANTED));
    }

    @Test
    void aMissingLineEndIsADifference() {
        host.on(LOOK).says("644 root:root regular file\na=1\nb=2");

        assertThat(drift().changes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "600 root:root regular file",
        "664 root:root regular file",
        "644 vagrant:root regular file",
        "644 root:vagrant regular file",
        "4644 root:root regular file",
    })
    void rightContentAndWrongAttributesAreDrift(String found) {
        host.on(LOOK).says(found + "\n" + WANTED);

        assertThat(drift()).isEqualTo(Diff.of("make it a file of root's with mode 644, now " + found));
    }

    @Test
    void anEmptyFileIsARegularFileToo() {
        host.on(LOOK).says("644 root:root regular empty file\n");

        assertThat(TaskTrial.on(host).run(FileContent.of(FILE, ""))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aLinkInItsPlaceIsReplacedWhateverItLeadsTo() {
        host.on(LOOK).says("link\n");

        assertThat(drift()).isEqualTo(Diff.of("a link is in its place", "/etc/x.conf", "", WANTED));
    }

    @Test
    void whatCannotBeReadIsAFailureAndNotDrift() {
        host.on(LOOK).ends(1, "", "cat: /etc/x.conf: Is a directory\n");

        assertThatThrownBy(this::drift)
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("On node-1, a command ended with status 1: cat: /etc/x.conf: Is a directory");
    }

    @Test
    void aSecretIsNeverShownAndTravelsByStandardInput() {
        host.on(LOOK).says("600 root:root regular file\nold-secret\n");
        host.on(new RemoteFile("/etc/x.conf", "0600").place().script()).succeeds();

        Outcome outcome = TaskTrial.on(host)
                .run(FileContent.secret(new RemoteFile("/etc/x.conf", "0600"), probe -> "new-secret"));

        assertThat(outcome.toString()).doesNotContain("old-secret", "new-secret");
        assertThat(host.commands()).noneMatch(command -> command.contains("secret"));
        assertThat(host.inputs()).contains("new-secret");
        assertThat(TaskTrial.problem(outcome).summary()).contains("(a secret, not shown)");
    }

    @Test
    void aSecretsFailureDoesNotShowItEither() {
        host.on(LOOK).fails(44);
        host.onPart("mv -fT").ends(1, "", "Read-only file system");

        Outcome outcome = TaskTrial.on(host)
                .run(FileContent.secret(new RemoteFile("/etc/x.conf", "0600"), probe -> "new-secret"));

        assertThat(TaskTrial.problem(outcome)).hasMessageNotContaining("new-secret");
        assertThat(TaskTrial.problem(outcome).hint()).contains("mounted read-only");
    }

    @Test
    void theContentMayDependOnTheMachine() {
        host.on("uname -n").says("node-7\n");
        host.on(LOOK).fails(44);

        Verdict verdict = TaskTrial.on(host)
                .verdict(FileContent.of(
                        FILE,
                        probe -> probe.ask(dev.k3sdeploy.remote.Command.of("uname", "-n"))
                                .out()
                                .text()));

        assertThat(((Verdict.Drift) verdict).diff().changes().get(0).after()).isEqualTo("node-7\n");
    }

    @Test
    void checkModeWritesNothing() {
        host.on(LOOK).fails(44);

        assertThat(TaskTrial.on(host).predict(FileContent.of(FILE, WANTED))).isInstanceOf(Outcome.WouldChange.class);
        assertThat(host.commands()).containsExactly(LOOK);
    }

    @Test
    void theTitleNamesTheFile() {
        assertThat(FileContent.of(FILE, "").title()).isEqualTo("Write /etc/x.conf");
    }

    private Outcome run() {
        return TaskTrial.on(host).run(FileContent.of(FILE, WANTED));
    }

    private Diff drift() {
        return ((Verdict.Drift) TaskTrial.on(host).verdict(FileContent.of(FILE, WANTED))).diff();
    }
}
