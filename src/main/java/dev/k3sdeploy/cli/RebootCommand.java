package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reboot",
        mixinStandardHelpOptions = true,
        description = {
            "Restart the machines: servers one at a time, then agents. Pods are moved away first, and each node is Ready"
                    + " again before the next machine goes down.",
            "A failure stops it at that machine; `up` then brings to an end what it began."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  k3sdeploy reboot", "  k3sdeploy reboot -l k3s_agent --yes"})
final class RebootCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        if (!yes && !check.wanted() && !Prompt.confirmed("Restart the machines of the cluster?", "reboot")) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, false).run(check.options(), Cluster::reboot, (cluster, view) -> {});
    }
}
