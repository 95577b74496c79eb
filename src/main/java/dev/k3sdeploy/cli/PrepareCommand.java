package dev.k3sdeploy.cli;

import dev.k3sdeploy.ClusterPreparation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        description = "Let your key log in, name the machines in each other's /etc/hosts, and what the options say."
                + " K3S needs none of it.",
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy prepare -i inventory/vagrantbox.yml")
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private ClusterChange change = new ClusterChange();

    @Option(names = "--diff", description = "Show the texts before and after.")
    private boolean diff;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key to let in; by default the one in ~/.ssh.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--upgrade", description = "Upgrade all packages, by apt.")
    private boolean upgrade;

    @Option(
            names = "--hostname",
            description = "Call the machines as the inventory does. K3S's nodes have these names.")
    private boolean hostname;

    @Option(names = "--timezone", paramLabel = "ZONE", description = "Set their time zone: Europe/Paris.")
    private Optional<String> timezone = Optional.empty();

    @Option(names = "--local-hosts", description = "Name the machines in this machine's /etc/hosts too, by sudo.")
    private boolean localHosts;

    @Override
    public Integer call() {
        Optional<Path> file = key.map(change.cluster().here()::path);
        ClusterPreparation.Wish wish = new ClusterPreparation.Wish(file, upgrade, hostname, timezone, localHosts);
        return change.watched(diff).run(change.options(), cluster -> cluster.prepare(wish), (cluster, view) -> {});
    }
}
