package dev.k3sdeploy.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Bring a snapshot of the first server, or of the first that -l names, to this machine: the newest one, or NAME.",
            "Its sha256 and the server's token are written beside it. Who has both has the cluster: keep them safe."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy snapshot fetch -o backups")
final class SnapshotFetchCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "As `snapshot list` shows it.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Where it goes; snapshots beside k3s.yaml otherwise.")
    private Optional<String> folder = Optional.empty();

    @Override
    public Integer call() {
        return change.run(cluster ->
                cluster.upkeep().snapshots().fetch(name, change.cluster().snapshotFolder(cluster, folder)));
    }
}
