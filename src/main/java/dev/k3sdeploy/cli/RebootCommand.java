package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.problem.Message;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private ClusterChange change = new ClusterChange();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    public Integer call() {
        return change.run(confirmation, () -> Message.of("reboot.ask"), Cluster::reboot);
    }
}
