package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterSnapshots;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        description = {
            "Copy the cluster's state on a server: the first one, or the first that -l names. An etcd is copied while it runs;"
                    + " for SQLite K3S is stopped for a moment, and pods live on."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy snapshot save --name before-upgrade --fetch")
final class SnapshotSaveCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = ClusterSnapshots.USUAL_NAME,
            description = "What its name begins with (${DEFAULT-VALUE}); the server's name and the time follow.")
    private String name = ClusterSnapshots.USUAL_NAME;

    @Option(
            names = "--fetch",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FOLDER",
            description = "Bring it here, too, with its token: to FOLDER, or to snapshots beside k3s.yaml.")
    private Optional<String> fetch = Optional.empty();

    @Override
    public Integer call() {
        return change.run(cluster ->
                cluster.upkeep().snapshots().save(name, fetch.map(folder -> folder(cluster, folder))));
    }

    private Path folder(Cluster cluster, String named) {
        return change.cluster().snapshotFolder(cluster, Optional.of(named).filter(text -> !text.isEmpty()));
    }
}
