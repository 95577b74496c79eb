package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.problem.K3sDeployException;
import dev.k3sdeploy.problem.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Print the line that lets kubectl find the cluster; asks no machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  eval \"$(k3sdeploy env)\"                                   bash, zsh",
            "  k3sdeploy env | source                                    fish",
            "  k3sdeploy env | Out-String | Invoke-Expression            PowerShell"
        })
final class EnvCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Option(
            names = "--shell",
            paramLabel = "SHELL",
            description = "bash, zsh, fish, powershell or cmd; found by itself otherwise.")
    private Optional<ShellLine> shell = Optional.empty();

    @Override
    public Integer call() {
        Path file = mixin.cluster(ClusterOptions.DEFAULTS).kubeconfigFile();
        if (Files.notExists(file)) {
            throw new K3sDeployException(Message.of("kubeconfig.none", file), Message.of("kubeconfig.none.next"));
        }
        mixin.terminal().line(shell.orElseGet(mixin::shell).set("KUBECONFIG", file.toString()));
        return ExitCode.DONE;
    }
}
