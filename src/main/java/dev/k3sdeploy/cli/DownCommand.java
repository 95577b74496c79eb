package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.ClusterOptions;
import dev.k3sdeploy.engine.Report;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;
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
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Option(
            names = "--machines",
            description = "Remove the machines instead that k3sdeploy makes for this inventory, VMs of Vagrant too.")
    private boolean machines;

    @Override
    public Integer call() {
        return change.run(confirmation, this::question, this::down, (cluster, view) -> {
            if (!machines && !change.checkOnly()) {
                view.result("kept", "packages, sysctls, swap off", Message.of("down.kept"));
            }
        });
    }

    private Report down(Cluster cluster) {
        return machines && cluster.hosts().declared() ? cluster.hosts().remove() : cluster.down();
    }

    private Message question() {
        Cluster cluster = change.cluster().cluster(ClusterOptions.DEFAULTS);
        String names = cluster.targets().stream().map(Target::name).collect(Collectors.joining(", "));
        if (machines && cluster.hosts().declared()) {
            return cluster.hosts().ofVagrant()
                    ? Message.of("down.ask-vms", names)
                    : Message.of("down.ask-machines", names);
        }
        return Message.of("down.ask", names);
    }
}
