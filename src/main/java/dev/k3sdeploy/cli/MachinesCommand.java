package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "machines",
        mixinStandardHelpOptions = true,
        description = {
            "Make, stop and list the machines that the inventory declares: `machines: vagrant` or"
                    + " `machines: containers`.",
            "`up` makes them first of all, `down --machines` removes them."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MachinesUpCommand.class, MachinesDownCommand.class, MachinesListCommand.class, SshCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy machines list")
final class MachinesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
