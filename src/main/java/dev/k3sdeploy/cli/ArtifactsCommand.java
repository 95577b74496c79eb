package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy artifacts} without a command of its own: a usage error that shows them. */
@Command(
        name = "artifacts",
        mixinStandardHelpOptions = true,
        description = "Files of K3S's releases, for machines without a network.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ArtifactsDownloadCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy artifacts download --images -o airgap")
final class ArtifactsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
