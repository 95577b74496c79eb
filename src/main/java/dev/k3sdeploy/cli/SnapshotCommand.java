package dev.k3sdeploy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code k3sdeploy snapshot} without a command of its own: a usage error that shows them. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Copies of the cluster's state: etcd's, or SQLite's.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SnapshotSaveCommand.class,
            SnapshotListCommand.class,
            SnapshotFetchCommand.class,
            SnapshotRestoreCommand.class,
            SnapshotPruneCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy snapshot save --name before-upgrade")
final class SnapshotCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new UsageErrors.NoCommand(spec.commandLine());
    }
}
