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
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(cluster -> cluster.stop(false));
    }
}
