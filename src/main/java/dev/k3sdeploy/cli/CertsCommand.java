package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy certs} without a command of its own: a usage error that shows them. */
@Command(
        name = "certs",
        mixinStandardHelpOptions = true,
        description = "The certificates of K3S's parts.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CertsShowCommand.class, CertsRotateCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy certs show")
final class CertsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
