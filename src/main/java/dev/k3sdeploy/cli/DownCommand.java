package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Take K3S away, agents first, and check that nothing of it is left.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  k3sdeploy down -i inventory/vagrantbox.yml",
            "  k3sdeploy down -i inventory/lab.yml --machines --yes"
        })
final class DownCommand implements Callable<Integer> {
    private static final String KEPT = "Kept: packages, sysctls (/etc/sysctl.d/90-k3sdeploy.conf), swap stays off";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--machines",
            description = "Remove the machines instead that k3sdeploy makes for this inventory, VMs of Vagrant too.")
    private boolean machines;

    @Override
    public Integer call() {
        if (!yes && !confirmed()) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, false).run(ClusterOptions.DEFAULTS, this::down, (cluster, view) -> {
            if (!machines) {
                view.result("kept", "packages, sysctls, swap off", KEPT);
            }
        });
    }

    private Report down(Cluster cluster) {
        return machines && cluster.hosts().declared() ? cluster.hosts().remove() : cluster.down();
    }

    private boolean confirmed() {
        Cluster cluster = mixin.cluster(ClusterOptions.DEFAULTS);
        String names = cluster.targets().stream().map(Target::name).collect(Collectors.joining(", "));
        String question = "Remove K3S from " + names + ", with all pods and volumes of local-path?";
        if (machines && cluster.hosts().declared()) {
            question = cluster.hosts().ofVagrant()
                    ? "Destroy the VMs " + names + " of the Vagrantfile, with all that is on them?"
                    : "Remove the machines " + names + ", with all that is on them?";
        }
        return Prompt.confirmed(question, "down");
    }
}
