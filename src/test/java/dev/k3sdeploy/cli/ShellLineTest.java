package dev.k3sdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same variable in each shell's words. */
class ShellLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "BASH       | export KUBECONFIG='/o'\\''me/k 3s.yaml'",
                "ZSH        | export KUBECONFIG='/o'\\''me/k 3s.yaml'",
                "FISH       | set -gx KUBECONFIG '/o\\'me/k 3s.yaml'",
                "POWERSHELL | $Env:KUBECONFIG = '/o''me/k 3s.yaml'",
                "CMD        | set \"KUBECONFIG=/o'me/k 3s.yaml\"",
            })
    void aPathWithAQuoteAndABlankStaysOneValue(ShellLine shell, String line) {
        assertThat(shell.set("KUBECONFIG", "/o'me/k 3s.yaml")).isEqualTo(line);
    }

    @Test
    void theShellIsFoundByItsEnvironment() {
        assertThat(ShellLine.of(Map.of("SHELL", "/usr/bin/fish"), "Linux")).isEqualTo(ShellLine.FISH);
        assertThat(ShellLine.of(Map.of("SHELL", "/bin/zsh"), "Mac OS X")).isEqualTo(ShellLine.ZSH);
        assertThat(ShellLine.of(Map.of(), "Linux")).isEqualTo(ShellLine.BASH);
        assertThat(ShellLine.of(Map.of("PSModulePath", "x"), "Windows 11")).isEqualTo(ShellLine.POWERSHELL);
        assertThat(ShellLine.of(Map.of(), "Windows 11")).isEqualTo(ShellLine.CMD);
        assertThat(ShellLine.of(Map.of("SHELL", "/usr/bin/bash"), "Windows 11")).isEqualTo(ShellLine.BASH);
    }
}
