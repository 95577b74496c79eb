package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stop K3S, agents first. Pods live on, as K3S means it, until `kill` ends them or the machine stops;"
                    + " K3S starts again with the machine.",
            "`start` and `up` start it again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy stop", "  k3sdeploy stop -l vagrantbox-3"})
final class StopCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Override
    public Integer call() {
        return new RunCommand(mixin, run, false)
                .run(check.options(), cluster -> cluster.stop(false), (cluster, view) -> {});
    }
}
