package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --help} says of the commands. */
@SuppressWarnings("NullAway.Init")
class CommandHelpTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "down",
                "kubeconfig",
                "env",
                "status",
                "ping",
                "check",
                "version",
                "inventory",
                "exec",
                "logs",
                "ssh",
                "forget"
            })
    void helpFitsIntoEightyColumnsAndIsNoError(String command) {
        Typed help = command.isEmpty() ? type("--help") : type(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.outLines()).isNotEmpty().allMatch(line -> line.length() <= 80);
        assertThat(help.out()).contains(("Usage: k3sdeploy " + command).strip());
    }

    @Test
    void helpNamesEveryCommandAndEveryExitCode() {
        assertThat(type("--help").out())
                .contains("up ", "down ", "kubeconfig ", "status ", "ping ", "version ")
                .contains(
                        "0 done", "1 failed", "2 usage", "3 --check", "4 a machine is unreachable", "130 interrupted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "kubeconfig", "status", "ping", "check"})
    void everyCommandOnAClusterHasTheSameOptions(String command) {
        assertThat(type(command, "--help").out())
                .contains("-i,", "-l,", "-e,", "--forks", "-v,", "--output", "--no-color", "--ask-become-pass");
    }

    @Test
    void upHasItsOwnOptions() {
        assertThat(type("up", "--help").out()).contains("--check", "--diff");
        assertThat(type("down", "--help").out()).contains("-y, --yes", "--machines");
        assertThat(type("kubeconfig", "--help").out()).contains("-o,", "--stdout", "--merge", "--switch");
    }

    @Test
    void stopSaysThatPodsLiveOn() {
        assertThat(type("stop", "--help").out()).contains("Pods live on");
        assertThat(type("kill", "--help").out()).contains("containers too", "--check");
        assertThat(type("reboot", "--help").out()).contains("one at a time", "--yes");
        assertThat(type("artifacts", "download", "--help").out()).contains("--images", "--out=FOLDER");
    }

    private Typed type(String... words) {
        return Typed.in(folder, words);
    }
}
