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
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        return new RunCommand(mixin, report)
                .run(check.options(), cluster -> cluster.hosts().stop(), (cluster, view) -> {});
    }
}
