package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while {@code exec} waits: in a process of its own, because a signal is for all of one. */
@SuppressWarnings("NullAway.Init")
@EnabledOnOs(value = OS.LINUX, disabledReason = "SIGINT for a process, by an env(1) that can allow it again")
class InterruptedExecTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void inventory() {
        Typed.file(
                folder,
                "inv.yml",
                "k3s_master: {hosts: {here: {ansible_connection: local}, " + "next: {ansible_host: 192.0.2.1}}}");
    }

    /** One machine after the other, so that the second never begins. */
    private List<String> interrupted(String... options) throws IOException, InterruptedException {
        Path begun = folder.resolve("begun");
        // A shell that started the tests in the background made them ignore SIGINT, and children inherit that.
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "exec",
                "-i",
                "inv.yml",
                "--forks=1"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", "echo one; printf two; : >" + begun + "; sleep 1000"));
        Path output = folder.resolve("output");
        Process exec = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            for (int i = 0; i < 3000 && !Files.exists(begun) && exec.isAlive(); i++) {
                Thread.sleep(20);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(exec.pid()))
                    .start()
                    .waitFor();
            assertThat(exec.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            exec.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(exec.exitValue()).as("%s", lines).isEqualTo(130);
        return lines;
    }

    @Test
    void whatHadComeIsShownAndWhatNeverBeganIsNamed() throws Exception {
        assertThat(interrupted())
                .containsExactly("interrupted: [here]", "  one", "  two", "interrupted: [next] before it began");
    }

    @Test
    void aStreamEndsWithTheLineThatWasNotWhole() throws Exception {
        assertThat(interrupted("--stream"))
                .containsExactly(
                        "here | one", "here | two", "interrupted: [here]", "interrupted: [next] before it began");
    }

    @Test
    void asJsonTheOutcomeIsInterrupted() throws Exception {
        List<JsonNode> ends = new ArrayList<>();
        for (String line : interrupted("--output=json")) {
            ends.add(new ObjectMapper().readTree(line));
        }

        assertThat(ends.stream().map(end -> end.path("outcome").asText()))
                .containsExactly("interrupted", "interrupted");
        assertThat(Stream.of("host", "stdout")
                        .map(field -> ends.get(0).path(field).asText()))
                .containsExactly("here", "one\ntwo");
        assertThat(ends.get(1).has("stdout")).isFalse();
    }
}
