package dev.k3sdeploy.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k3sdeploy.engine.Bytes;
import dev.k3sdeploy.engine.IsolatedMachine;
import dev.k3sdeploy.engine.Outcome;
import dev.k3sdeploy.engine.TaskTrial;
import dev.k3sdeploy.remote.Become;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import dev.k3sdeploy.remote.RootSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by the real shell, as root, on a machine of their own. */
@SuppressWarnings("NullAway.Init")
class RealFilesTest {
    private static final String PATH = "/etc/k3s/config.yaml";
    private static final String WANTED = "node-ip: \"192.168.50.201\"\n# $HOME `id` 'quoted' \\n é\n";

    private IsolatedMachine machine;

    @BeforeEach
    void machine(@TempDir Path folder) {
        machine = IsolatedMachine.below(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/plain",
                "/etc/deep/er/file",
                "/etc/with blank/and  two",
                "/etc/quote'd \"name\"",
                "/etc/$HOME/`id`/$(id)",
                "/etc/-dash/--help",
                "/etc/star*/[a]?",
                "/etc/back\\slash",
                "/etc/é/日本",
                "/etc/line\nend",
                "/etc/percent%s%%d",
                "/etc/at@sign",
            })
    void anyPathIsWrittenOnceAndInPlaceThen(String path) {
        Task task = new Task(path, "0640", WANTED);

        assertThat(task.run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(path)).isEqualTo(WANTED);
        assertThat(machine.mode(path)).isEqualTo("640");
        assertThat(task.run()).isInstanceOf(Outcome.Ok.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", "no line end", "x\n\n\n", " \t ", "\r\n", "-e", "EOF\n'\"$x`y`\\"})
    void anyTextArrivesAsItIs(String text) {
        Task task = new Task(PATH, "0600", text);

        assertThat(task.run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(PATH)).isEqualTo(text);
        assertThat(task.run()).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aSecretFileIsNeverReadableByOthersNotEvenWhileItIsWritten() {
        machine.directory("/etc/k3s");
        RemoteFile file = new RemoteFile(PATH, "0600");
        String spying = file.place().script().replace("cat >\"$part\"", "cat >\"$part\"; stat -c %a \"$part\" >&2");

        CommandResult result = run(Command.script(spying).withStdin("secret"));

        assertThat(result.errors()).isEqualTo("600");
        assertThat(machine.mode(PATH)).isEqualTo("600");
    }

    @Test
    void onlyTheModeIsChangedWhenOnlyTheModeIsWrong() {
        machine.file(PATH, WANTED);

        assertThat(new Task(PATH, "0600", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.mode(PATH)).isEqualTo("600");
    }

    @Test
    void anotherOwnersFileBecomesRoots() throws IOException {
        machine.file(PATH, WANTED);
        Files.setAttribute(machine.at(PATH), "unix:uid", 65534);

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.attributes(PATH)).containsEntry("uid", 0);
    }

    @Test
    void aLinkInItsPlaceIsReplacedAndItsTargetLeftAlone() throws IOException {
        machine.file("/etc/elsewhere", "precious\n").directory("/etc/k3s");
        Files.createSymbolicLink(machine.at(PATH), Path.of("/etc/elsewhere"));

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.isSymbolicLink(machine.at(PATH))).isFalse();
        assertThat(machine.read(PATH)).isEqualTo(WANTED);
        assertThat(machine.read("/etc/elsewhere")).isEqualTo("precious\n");
    }

    @Test
    void aLinkToTheRightContentIsReplacedToo() throws IOException {
        machine.file("/etc/elsewhere", WANTED).directory("/etc/k3s");
        Files.createSymbolicLink(machine.at(PATH), Path.of("/etc/elsewhere"));

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.isSymbolicLink(machine.at(PATH))).isFalse();
    }

    @Test
    void aLinkThatLeadsNowhereIsReplaced() throws IOException {
        machine.directory("/etc/k3s");
        Files.createSymbolicLink(machine.at(PATH), Path.of("/etc/nowhere"));

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read(PATH)).isEqualTo(WANTED);
        assertThat(machine.has("/etc/nowhere")).isFalse();
    }

    @Test
    void aFolderInItsPlaceIsAFailureThatLeavesItAlone() {
        machine.file(PATH + "/inside", "precious");

        assertThat(TaskTrial.problem(new Task(PATH, "0644", WANTED).run()).summary())
                .contains("Is a directory");
        assertThat(machine.read(PATH + "/inside")).isEqualTo("precious");
    }

    @Test
    void whoReadsTheOldFileGoesOnReadingIt() throws IOException {
        machine.file(PATH, "old\n");
        try (BufferedReader reader = Files.newBufferedReader(machine.at(PATH))) {
            assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
            assertThat(reader.readLine()).isEqualTo("old");
        }
    }

    @Test
    void aPartOfAnEarlierRunIsNoHindrance() throws IOException {
        machine.file(PATH + ".k3sdeploy-part", "half");

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has(PATH + ".k3sdeploy-part")).isFalse();
    }

    @Test
    void aPlantedLinkAtThePartsPlaceIsNotFollowed() throws IOException {
        machine.file("/etc/elsewhere", "precious\n").directory("/etc/k3s");
        Files.createSymbolicLink(machine.at(PATH + ".k3sdeploy-part"), Path.of("/etc/elsewhere"));

        assertThat(new Task(PATH, "0644", WANTED).run()).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/etc/elsewhere")).isEqualTo("precious\n");
    }

    @Test
    void whatArrivesWithAnotherSumIsRefusedAndNothingIsLeft() {
        machine.file(PATH, "old\n");

        CommandResult result =
                run(new RemoteFile(PATH, "0644").place("0".repeat(64)).withStdin("cut sho"));

        assertThat(result.exitStatus()).isEqualTo(65);
        assertThat(result.errors()).contains("sha256 differs");
        assertThat(machine.read(PATH)).isEqualTo("old\n");
        assertThat(machine.has(PATH + ".k3sdeploy-part")).isFalse();
    }

    @Test
    void aNewFolderIsReadableByAllWhateverTheFilesMode() {
        assertThat(new Task("/etc/new/file", "0600", WANTED).run()).isInstanceOf(Outcome.Changed.class);

        assertThat(machine.mode("/etc/new")).isEqualTo("755");
    }

    @Test
    void anAbsentFileIsAbsentAndAFileIsRemoved() throws IOException {
        FileAbsent task = new FileAbsent("/etc/odd 'name'");
        assertThat(on().run(task)).isEqualTo(new Outcome.Ok("there is no /etc/odd 'name'"));

        machine.file("/etc/odd 'name'", "x");
        assertThat(on().run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.has("/etc/odd 'name'")).isFalse();

        Files.createSymbolicLink(machine.at("/etc/odd 'name'"), Path.of("/nowhere"));
        assertThat(on().run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.isSymbolicLink(machine.at("/etc/odd 'name'"))).isFalse();
    }

    @Test
    void bytesOfTheControlMachineAreSentOnce() {
        UploadedFile task = upload("binary\n");

        assertThat(on().run(task)).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.read("/usr/local/bin/k3s")).isEqualTo("binary\n");
        assertThat(machine.mode("/usr/local/bin/k3s")).isEqualTo("755");
        assertThat(on().run(task)).isEqualTo(new Outcome.Ok("/usr/local/bin/k3s is k3s v1"));
    }

    @Test
    void aFileThatWasChangedOnTheMachineIsNoticedAlthoughItsSumIsRemembered() throws IOException {
        assertThat(on().run(upload("binary\n"))).isInstanceOf(Outcome.Changed.class);
        Object modified = Files.getLastModifiedTime(machine.at("/usr/local/bin/k3s"));
        Files.writeString(machine.at("/usr/local/bin/k3s"), "BINARY\n");
        Files.setLastModifiedTime(machine.at("/usr/local/bin/k3s"), (java.nio.file.attribute.FileTime) modified);

        assertThat(on().predict(upload("binary\n"))).isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void aMemoThatLiesIsNotBelievedForAnotherFile() {
        machine.file("/usr/local/bin/k3s", "other\n");
        machine.file("/var/lib/k3sdeploy/sha256/k3s", "1 2 3 4\n" + Sums.sha256("binary\n") + "\n");

        assertThat(on().predict(upload("binary\n"))).isInstanceOf(Outcome.WouldChange.class);
    }

    @Test
    void aMemoThatIsCutShortOnlyCostsTime() {
        assertThat(on().run(upload("binary\n"))).isInstanceOf(Outcome.Changed.class);
        String memo = machine.read("/var/lib/k3sdeploy/sha256/k3s");
        machine.file("/var/lib/k3sdeploy/sha256/k3s", memo.lines().findFirst().orElseThrow());

        assertThat(on().predict(upload("binary\n"))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aLinkInPlaceOfTheBinaryIsReplaced() throws IOException {
        machine.file("/usr/local/lib/k3s", "binary\n").directory("/usr/local/bin");
        Files.createSymbolicLink(machine.at("/usr/local/bin/k3s"), Path.of("/usr/local/lib/k3s"));

        assertThat(on().run(upload("binary\n"))).isInstanceOf(Outcome.Changed.class);
        assertThat(Files.isSymbolicLink(machine.at("/usr/local/bin/k3s"))).isFalse();
    }

    @Test
    void aBinaryOfTheWrongModeIsNotSentAgain() {
        assertThat(on().run(upload("binary\n"))).isInstanceOf(Outcome.Changed.class);
        assertThat(machine.at("/usr/local/bin/k3s").toFile().setExecutable(false, false))
                .isTrue();
        Object inode = machine.attributes("/usr/local/bin/k3s").get("ino");

        assertThat(on().run(upload("binary\n")).toString()).contains("set its mode to 755");
        assertThat(machine.attributes("/usr/local/bin/k3s")).containsEntry("ino", inode);
        assertThat(machine.mode("/usr/local/bin/k3s")).isEqualTo("755");
    }

    @Test
    void aStreamThatWasCutShortIsRefused() {
        UploadedFile cut = new UploadedFile(
                "Install k3s",
                new RemoteFile("/usr/local/bin/k3s", "0755"),
                host -> new UploadedFile.Source("k3s v1", new Bytes("bin"), Sums.sha256("binary\n")));

        assertThat(TaskTrial.problem(on().run(cut)).summary()).contains("its sha256 differs");
        assertThat(machine.has("/usr/local/bin/k3s")).isFalse();
        assertThat(machine.has("/usr/local/bin/k3s.k3sdeploy-part")).isFalse();
    }

    private static UploadedFile upload(String content) {
        return new UploadedFile(
                "Install k3s",
                new RemoteFile("/usr/local/bin/k3s", "0755"),
                host -> new UploadedFile.Source("k3s v1", new Bytes(content), Sums.sha256(content)));
    }

    private TaskTrial on() {
        return TaskTrial.on(() -> machine);
    }

    private CommandResult run(Command command) {
        try (RootSession session = RootSession.open(machine, Become.NO)) {
            return session.run(command);
        }
    }

    private final class Task {
        private final FileContent content;

        Task(String path, String mode, String text) {
            content = FileContent.of(new RemoteFile(path, mode), text);
        }

        Outcome run() {
            return on().run(content);
        }
    }
}
