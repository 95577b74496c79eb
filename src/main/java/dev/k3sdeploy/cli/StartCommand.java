package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start K3S where it was stopped, servers first, and wait until the nodes are Ready.",
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy start", "  k3sdeploy start -l vagrantbox-3"})
final class StartCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(Cluster::start);
    }
}
