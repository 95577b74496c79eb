package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Machines, units and nodes as they are; needs no kubectl. Exit code 0 when all nodes are Ready.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Override
    public Integer call() {
        Status status = mixin.cluster(ClusterOptions.DEFAULTS).status();
        StatusView view = new StatusView(mixin.terminal());
        if (mixin.json()) {
            view.json(status);
        } else {
            view.text(status);
        }
        return status.healthy() ? ExitCode.DONE : status.reachable() ? ExitCode.FAILED : ExitCode.UNREACHABLE;
    }
}
