package dev.k3sdeploy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stop K3S, agents first. Pods live on, as K3S means it, until they are stopped with --kill or the machine is;"
                    + " K3S starts again with the machine.",
            "`start` and `up` start it again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy stop -l vagrantbox-3", "  k3sdeploy stop --kill                         pods end too"})
final class StopCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Option(names = "--kill", description = "End the pods' containers too, at once, with their mounts and network.")
    private boolean kill;

    @Override
    public Integer call() {
        return new RunCommand(mixin, false).run(check.options(), cluster -> cluster.stop(kill), (cluster, view) -> {});
    }
}
