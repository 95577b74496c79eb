package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.k3sdeploy.engine.Event;
import dev.k3sdeploy.engine.Step;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Command;
import dev.k3sdeploy.remote.CommandResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The log of every run. */
@SuppressWarnings("NullAway.Init")
class RunLogTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    private String logged(MadeUpRun run, RunLog log) throws IOException {
        run.shownBy(log);
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    private RunLog log() throws IOException {
        RunLog log = new RunLog(InstantSource.fixed(NOON), ZoneOffset.UTC);
        log.note(Message.verbatim("Creating lab-1"));
        log.writeTo(new LogFolder(folder.resolve("logs")).begin("up", NOON, ZoneOffset.UTC), "k3sdeploy 1, up");
        return log;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullIsNoticed() throws IOException {
        RunLog whole = log();
        new MadeUpRun().shownBy(whole);
        assertThat(whole.cut()).isEmpty();

        Path full = Path.of("/dev/full");
        RunLog log = new RunLog(InstantSource.fixed(NOON), ZoneOffset.UTC);
        log.writeTo(new LogFolder.LogFile(full, new PrintWriter(Files.newBufferedWriter(full))), "k3sdeploy 1, up");
        new MadeUpRun().shownBy(log);
        assertThat(log.cut()).contains(full);
    }

    @Test
    void itHoldsAllThatHappenedAlsoBeforeItsFileWasThere() throws IOException {
        RunLog log = log();
        Step step = new Step("Install K3S", MadeUpRun.ONE, "Turn swap off");
        Command command = Command.script("swap=1\nswapon --show");
        log.accept(new Event.CommandStarted(step, MadeUpRun.ONE, command));
        log.accept(new Event.CommandEnded(
                step, MadeUpRun.ONE, command, CommandResult.of(1, "a\nb\n", "oh\n"), Duration.ofMillis(7)));

        String text = logged(new MadeUpRun(), log);
        assertThat(text).startsWith("""
                k3sdeploy 1, up
                12:00:00.000 Creating lab-1
                12:00:00.000 [node-1] $ swap=1
                    swapon --show
                12:00:00.000 [node-1] status 1, 7 ms: swapon --show
                12:00:00.000 [node-1] | a
                12:00:00.000 [node-1] | b
                12:00:00.000 [node-1] ! oh
                12:00:00.000 RUN Cluster lab
                """);
        assertThat(text)
                .contains("[node-1] Write /etc/x: changed, its content differs (1.5 s)", "    -old", "    +new")
                .contains("[a-longer-name] Start k3s: FAILED (0.0 s)\n", "    with status 1\n", "    See its journal\n")
                .contains("[a-longer-name] Wait waits: 0 of 2\n")
                .contains("RECAP [node-1] ok=1 changed=1 would change=1 skipped=1 failed=0 unreachable=0\n");
    }

    @Test
    void everyRunHasOneForItsOwnersEyes() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Typed.file(folder, "inv.yml", "k3s_master: {hosts: {far: {ansible_host: nowhere.invalid}}}");
        Typed down = Typed.in(folder, "down", "-y", "-i", "inv.yml");

        List<Path> logs = logs(folder.resolve(".k3s/logs"));
        assertThat(logs).hasSize(1);
        assertThat(logs.get(0).getFileName().toString()).matches("\\d{8}-\\d{6}-down\\.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs.get(0))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(logs.get(0))).contains("[far] Remove K3S: UNREACHABLE");
        assertThat(down.out()).contains("Every command and its output: " + logs.get(0));
    }

    @Test
    void whereNoneCanBeWrittenTheRunGoesOn() {
        Typed.file(folder, "inv.yml", "k3s_master: {hosts: {far: {ansible_host: nowhere.invalid}}}");
        Typed.file(folder, ".k3s", "a file");
        Typed down = Typed.in(folder, "down", "-y", "-i", "inv.yml");

        assertThat(down.exitCode()).isEqualTo(4);
        assertThat(down.err()).contains("Warning: " + folder.resolve(".k3s/logs") + ": cannot write a log of this run");
        assertThat(down.out()).contains("PLAY RECAP").doesNotContain("Every command and its output");
    }

    @Test
    void theLastTwentyAreKeptAndNothingElseIsTouched() throws IOException {
        Typed.file(folder, "logs/notes.log", "mine");
        for (int second = 0; second < 25; second++) {
            Instant then = NOON.plusSeconds(second);
            new LogFolder(folder.resolve("logs"))
                    .begin("node-remove", then, ZoneOffset.UTC)
                    .writer()
                    .close();
        }
        List<String> names = logs(folder.resolve("logs")).stream()
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
        assertThat(names)
                .hasSize(21)
                .startsWith("20261122-120005-node-remove.log")
                .endsWith("20261122-120024-node-remove.log", "notes.log");
    }

    @Test
    void runsOfTheSameSecondHaveTheirOwn() throws IOException {
        for (int run = 0; run < 3; run++) {
            new LogFolder(folder.resolve("logs"))
                    .begin("up", NOON, ZoneOffset.UTC)
                    .writer()
                    .close();
        }
        assertThat(logs(folder.resolve("logs"))).hasSize(3);
    }

    private static List<Path> logs(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.toList();
        }
    }
}
