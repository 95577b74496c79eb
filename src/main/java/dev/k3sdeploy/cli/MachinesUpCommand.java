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
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        return new RunCommand(mixin, report)
                .run(check.options(), cluster -> cluster.hosts().up(), (cluster, view) -> {});
    }
}
