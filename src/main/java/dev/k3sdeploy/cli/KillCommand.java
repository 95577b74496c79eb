package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = {
            "Stop K3S and end the pods' containers too, at once, with their mounts and network; agents first. Data stays.",
            "`start` and `up` start it again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy kill", "  k3sdeploy kill -l vagrantbox-3"})
final class KillCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Override
    public Integer call() {
        return change.run(cluster -> cluster.stop(true));
    }
}
