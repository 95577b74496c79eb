package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description =
                "Restart K3S, servers one at a time, then agents by k3s_upgrade_batch, each Ready before the next."
                        + " Pods live on.",
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy restart", "  k3sdeploy restart -l k3s_agent"})
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(Cluster::restart);
    }
}
