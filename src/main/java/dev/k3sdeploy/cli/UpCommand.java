package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
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

    @Option(
            names = "--check",
            description = "Say what would change, and change nothing. Exit code 3 if anything would.")
    private boolean check;

    @Option(names = "--diff", description = "Show the texts before and after.")
    private boolean diff;

    @Mixin
    private SkippedChecks skipped = new SkippedChecks();

    @Override
    public Integer call() {
        return new RunCommand(mixin, diff)
                .run(
                        ClusterOptions.DEFAULTS.checking(check).skippingChecks(skipped.names()),
                        Cluster::up,
                        (cluster, view) -> {
                            if (!check) {
                                String file = cluster.kubeconfigFile().toString();
                                view.result("kubeconfig", file, mixin.shell().set("KUBECONFIG", file));
                            }
                        });
    }
}
