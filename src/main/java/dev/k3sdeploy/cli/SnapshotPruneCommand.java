package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterSnapshots;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Remove all but the newest snapshots of a name, on each server. K3S looks after its own by itself"
                + " (etcd-snapshot-retention).",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy snapshot prune --keep 5")
final class SnapshotPruneCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Option(names = "--keep", required = true, paramLabel = "N", description = "How many stay.")
    private int keep;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = ClusterSnapshots.USUAL_NAME,
            description = "The name that they were saved under (${DEFAULT-VALUE}).")
    private String name = ClusterSnapshots.USUAL_NAME;

    @Override
    public Integer call() {
        return change.run(cluster -> cluster.upkeep().snapshots().prune(name, keep));
    }
}
