package dev.k3sdeploy.k3s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the folder templates. */
class TemplatesTest {
    private static final Path SHELLCHECK = Path.of("/usr/bin/shellcheck");

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("templates"))) {
            return files.filter(file -> file.toString().endsWith(".sh")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptIsFreeOfWhatShellcheckKnows(Path script) throws Exception {
        assumeTrue(Files.isExecutable(SHELLCHECK), "shellcheck is not installed");

        assertThat(shellcheck(script)).isEmpty();
    }

    @Test
    void shellcheckFindsWhatIsWrong(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(SHELLCHECK), "shellcheck is not installed");

        assertThat(shellcheck(Files.writeString(folder.resolve("bad.sh"), "rm -rf $1/*\n")))
                .contains("SC2086");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptIsPosix(Path script) throws Exception {
        Process dash = new ProcessBuilder("sh", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        dash.getOutputStream().close();

        assertThat(new String(dash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(dash.waitFor()).isZero();
    }

    @Test
    void allNamesMustBeGiven() {
        assertThatThrownBy(
                        () -> Template.of("k3s.service").with("role", "server").render())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{{fingerprint}}");
    }

    @Test
    void aTemplateThatIsNotThereIsABug() {
        assertThatThrownBy(() -> Template.of("nothing.sh")).isInstanceOf(NullPointerException.class);
    }

    private static String shellcheck(Path script) throws Exception {
        Process process = new ProcessBuilder(
                        List.of(SHELLCHECK.toString(), "--shell=sh", "--format=gcc", script.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return found;
    }
}
