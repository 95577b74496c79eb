package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop the machines; what is on them stays, and `machines up` or `up` starts them again."
                + " `k3sdeploy down --machines` removes them.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy machines down")
final class MachinesDownCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(cluster -> cluster.hosts().stop());
    }
}
