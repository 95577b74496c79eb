package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy node} without a command of its own: a usage error that shows them. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Nodes of a cluster that goes on; `up` lets new ones join.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = NodeRemoveCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy node remove vagrantbox-4")
final class NodeCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
