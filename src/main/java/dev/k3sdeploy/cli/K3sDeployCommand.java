package dev.k3sdeploy.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy} without a command: a usage error that shows the commands. */
@Command(
        name = "k3sdeploy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Installs K3S on Vagrant VMs, and on any Linux machine, over SSH.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy up -i inventory/vagrantbox.yml            install, or bring up to date",
            "  k3sdeploy up -i inventory/vagrantbox.yml --check    say what would change",
            "  k3sdeploy down -i inventory/vagrantbox.yml          take K3S away again",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or inventory error, 3 --check would change",
            "something, 4 a machine is unreachable, 5 another run is at it, 130 interrupted."
        })
final class K3sDeployCommand implements Runnable {
    /** In the order of the help. */
    static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            UpCommand.class,
            DownCommand.class,
            NodeCommand.class,
            MachinesCommand.class,
            PrepareCommand.class,
            StopCommand.class,
            KillCommand.class,
            StartCommand.class,
            RestartCommand.class,
            RebootCommand.class,
            SnapshotCommand.class,
            TokenCommand.class,
            CertsCommand.class,
            KubeconfigCommand.class,
            EnvCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            LogsCommand.class,
            ExecCommand.class,
            SshCommand.class,
            DebugCommand.class,
            PingCommand.class,
            ArtifactsCommand.class,
            InventoryCommand.class,
            ForgetCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            VersionCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
