package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.ClusterSnapshots;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.InvalidInputException;
import dev.k3sdeploy.problem.Message;
import dev.k3sdeploy.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Give the cluster the state of a snapshot; what came after it is lost. K3S stops on all servers, the first one"
                    + " gets the state, the others join it again. Pods live on meanwhile.",
            "A restore that was interrupted goes on when it is run again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy snapshot restore on-demand-server-1-1763850000",
            "  k3sdeploy snapshot restore .k3s/snapshots/on-demand-server-1-1763850000 -i new-machines.yml"
        })
final class SnapshotRestoreCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Parameters(
            paramLabel = "SNAPSHOT",
            description = "Its name on the first server, or a file of this machine that `snapshot fetch` brought.")
    private String snapshot = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The token of the cluster that it was taken of, where it does not lie beside the snapshot.")
    private Optional<String> tokenFile = Optional.empty();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        return change.run(confirmation, this::question, this::restore, (cluster, view) -> {
            if (!change.checkOnly()) {
                String file = cluster.kubeconfigFile().toString();
                view.result("kubeconfig", file, change.cluster().pasted("KUBECONFIG", file));
            }
        });
    }

    private Message question() {
        String machines = change.cluster().cluster(ClusterOptions.DEFAULTS, warning -> {}).targets().stream()
                .map(Target::name)
                .collect(Collectors.joining(", "));
        return Message.of("restore.ask", machines, snapshot);
    }

    private Report restore(Cluster cluster) {
        ClusterSnapshots snapshots = cluster.upkeep().snapshots();
        Optional<Secret> token = tokenFile.map(this::read);
        Path file = change.cluster().here().path(snapshot);
        if (Files.isRegularFile(file)) {
            return snapshots.restore(file, token);
        }
        if (snapshot.contains("/")) {
            throw InvalidInputException.of("SNAPSHOT", "there is no file " + file, "");
        }
        return snapshots.restore(snapshot, token);
    }

    private Secret read(String name) {
        try {
            return Secret.of(
                    Files.readString(change.cluster().here().path(name)).strip());
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "--token-file", "cannot read " + change.cluster().here().path(name) + ": " + e, "");
        }
    }
}
