package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Create and start the machines that the inventory names, without K3S.")
final class MachinesUpCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() {
        return new RunCommand(mixin, run, false)
                .run(check.options(), cluster -> cluster.hosts().up(), (cluster, view) -> {});
    }
}
