package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Create and start the machines that the inventory names, without K3S.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy machines up")
final class MachinesUpCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(cluster -> cluster.hosts().up());
    }
}
