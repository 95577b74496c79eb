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
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Override
    public Integer call() {
        return new RunCommand(mixin, run, false)
                .run(check.options(), cluster -> cluster.stop(true), (cluster, view) -> {});
    }
}
