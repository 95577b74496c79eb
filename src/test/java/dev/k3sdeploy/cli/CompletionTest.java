package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completions, asked of the shells themselves where this machine has them. */
class CompletionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private String script(String shell) throws IOException {
        Typed typed = Typed.in(folder, "completion", shell);
        assertThat(typed.exitCode()).isZero();
        Path file = Files.writeString(folder.resolve("completion"), typed.out());
        return file.toString();
    }

    private static List<String> lines(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().map(line -> line.split("\t", 2)[0]).toList();
    }

    private static void require(String shell) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/" + shell)) || Files.isExecutable(Path.of("/bin/" + shell)),
                shell + " is not on this machine");
    }

    private List<String> bash(String line) throws Exception {
        require("bash");
        String words = line.replaceAll("(\\S+)", "'$1'") + (line.endsWith(" ") ? "''" : "");
        return lines(
                "bash",
                "--norc",
                "-c",
                ". " + script("bash") + "; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); "
                        + "_complete_k3sdeploy; printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    private List<String> fish(String line) throws Exception {
        require("fish");
        return lines("fish", "--no-config", "-c", "source " + script("fish") + "; complete -C '" + line + "'");
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() throws Exception {
        assertThat(bash("k3sdeploy u")).contains("up").doesNotContain("down");
        assertThat(bash("k3sdeploy node ")).contains("remove");
        assertThat(bash("k3sdeploy up --ch")).contains("--check");
        assertThat(bash("k3sdeploy ping --ch")).doesNotContain("--check");
        assertThat(bash("k3sdeploy status --output ")).map(String::strip).contains("json", "plain");
    }

    @Test
    void fishCompletesCommandsOptionsAndValues() throws Exception {
        assertThat(fish("k3sdeploy u")).contains("up").doesNotContain("down");
        assertThat(fish("k3sdeploy node ")).contains("remove").doesNotContain("up");
        assertThat(fish("k3sdeploy up --ch")).contains("--check");
        assertThat(fish("k3sdeploy ping --ch")).doesNotContain("--check");
        assertThat(fish("k3sdeploy status --output ")).contains("json", "plain");
    }

    @Test
    void eachWordThatIsOfferedIsTakenAndTheErrorNamesThem() throws Exception {
        List<String> words = bash("k3sdeploy ping --transport ").stream()
                .map(String::strip)
                .filter(word -> !word.contains("compopt"))
                .toList();

        assertThat(words).containsExactly("auto", "built-in", "openssh");
        for (String word : words) {
            assertThat(Typed.in(folder, "ping", "--transport", word).err()).doesNotContain("--transport");
        }
        assertThat(Typed.in(folder, "ping", "--transport", "telnet").err())
                .contains("--transport is «telnet», and must be one of auto, built-in, openssh");
        assertThat(Typed.in(folder, "ping", "--output", "xml").err())
                .contains("--output is «xml», and must be one of live, plain, json");
    }

    @Test
    void zshReadsTheScript() throws Exception {
        require("zsh");
        assertThat(lines(
                        "zsh",
                        "-f",
                        "-c",
                        "autoload -Uz compinit; compinit -u -D; . " + script("zsh") + "; print ${_comps[k3sdeploy]}"))
                .last()
                .asString()
                .contains("_complete_k3sdeploy");
    }

    @Test
    void anotherShellIsAUsageError() {
        assertThat(Typed.in(folder, "completion", "tcsh").exitCode()).isEqualTo(2);
    }
}
