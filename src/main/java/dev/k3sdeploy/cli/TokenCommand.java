package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy token} without a command of its own: a usage error that shows them. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "The tokens that machines join with.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokenShowCommand.class, TokenCreateCommand.class, TokenRotateCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy token show")
final class TokenCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
