package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
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
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Option(names = "--diff", description = "Show the texts before and after.")
    private boolean diff;

    @Option(
            names = "--prune",
            description =
                    "Drain and delete the nodes that the inventory does not have, after asking. Else they are named.")
    private boolean prune;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before --prune.")
    private boolean yes;

    @Mixin
    private SkippedChecks skipped = new SkippedChecks();

    @Override
    public Integer call() {
        List<String> removed = new ArrayList<>();
        List<String> machines = new ArrayList<>();
        if (prune) {
            Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS, warning -> {});
            removed.addAll(cluster.strangers());
            machines.addAll(cluster.hosts().strays());
        }
        if (!yes && !check.wanted() && !confirmed(removed, machines)) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, diff)
                .run(
                        check.options().skippingChecks(skipped.names()),
                        cluster -> cluster.up(removed, machines),
                        (cluster, view) -> {
                            if (!check.wanted()) {
                                String file = cluster.kubeconfigFile().toString();
                                view.result("kubeconfig", file, mixin.shell().set("KUBECONFIG", file));
                            }
                        });
    }

    private static boolean confirmed(List<String> nodes, List<String> machines) {
        return confirmed("Remove %s from the cluster, which the inventory does not have?", nodes)
                && confirmed("Remove the machines %s, which the inventory does not have?", machines);
    }

    private static boolean confirmed(String question, List<String> names) {
        return names.isEmpty() || Prompt.confirmed(question.formatted(String.join(", ", names)), "up");
    }
}
