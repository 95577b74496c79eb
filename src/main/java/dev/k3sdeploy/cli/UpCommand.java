package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.problem.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Install K3S, or bring the cluster to what the inventory says.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy up -i inventory/vagrantbox.yml",
            "  k3sdeploy up -i inventory/vagrantbox.yml --check --diff",
            "  k3sdeploy up -i inventory/vagrantbox.yml -e k3s_channel=v1.33"
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Option(names = "--diff", description = "Show the texts before and after.")
    private boolean diff;

    @Option(
            names = "--prune",
            description =
                    "Drain and delete the nodes that the inventory does not have, after asking. Else they are named.")
    private boolean prune;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Mixin
    private SkippedChecks skipped = new SkippedChecks();

    @Override
    public Integer call() {
        List<String> removed = new ArrayList<>();
        List<String> machines = new ArrayList<>();
        if (prune) {
            Cluster cluster = change.cluster().cluster(ClusterOptions.DEFAULTS, warning -> {});
            removed.addAll(cluster.strangers());
            machines.addAll(cluster.hosts().strays());
        }
        if (!change.mayBegin(confirmation, () -> question(removed, machines))) {
            return ExitCode.FAILED;
        }
        return change.watched(diff)
                .run(
                        change.options().skippingChecks(skipped.names()),
                        cluster -> cluster.up(removed, machines),
                        (cluster, view) -> {
                            if (!change.checkOnly()) {
                                String file = cluster.kubeconfigFile().toString();
                                view.result("kubeconfig", file, change.cluster().pasted("KUBECONFIG", file));
                            }
                        });
    }

    /** None where there is nothing to remove. */
    private static Message question(List<String> nodes, List<String> machines) {
        Message ofNodes = nodes.isEmpty() ? Message.NONE : Message.of("up.ask-nodes", String.join(", ", nodes));
        return machines.isEmpty()
                ? ofNodes
                : Message.shaped(
                        nodes.isEmpty() ? "{0}{1}" : "{0}\n{1}",
                        ofNodes,
                        Message.of("up.ask-machines", String.join(", ", machines)));
    }
}
