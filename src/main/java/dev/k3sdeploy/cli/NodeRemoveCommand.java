package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.engine.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = {
            "Drain nodes, take them out of the cluster, and take K3S from their machines; one node after the other.",
            "NAME is a host of the inventory, or a node that the inventory no longer has; of such a node only the"
                    + " cluster's side is removed."
        },
        footerHeading = "%nExample:%n",
        footer = "  k3sdeploy node remove vagrantbox-4 -i inventory/vagrantbox.yml")
final class NodeRemoveCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterMixin mixin;

    @Mixin
    private RunOptions run = new RunOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Hosts of the inventory, or nodes.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--force",
            description = "Go on where a machine cannot be reached, and where a drain did not or does not end.")
    private boolean force;

    @Mixin
    private CheckOnly check = new CheckOnly();

    @Override
    public Integer call() {
        if (!yes && !check.wanted() && !confirmed()) {
            mixin.terminal().problem("Nothing was changed");
            return ExitCode.FAILED;
        }
        return new RunCommand(mixin, run, false)
                .run(check.options(), cluster -> cluster.removeNodes(names, force), this::sayWhatIsLeft);
    }

    private boolean confirmed() {
        return Prompt.confirmed(
                "Remove " + String.join(", ", names) + " from the cluster, with all that is on it?", "remove");
    }

    private void sayWhatIsLeft(Cluster cluster, RunView view) {
        if (check.wanted()) {
            return;
        }
        List<String> hosts = cluster.machines().stream()
                .map(Target::name)
                .filter(names::contains)
                .toList();
        List<String> others =
                names.stream().filter(name -> !hosts.contains(name)).toList();
        if (!hosts.isEmpty()) {
            String list = String.join(", ", hosts);
            view.result("removed", list, "Take out of the inventory, or the next `up` lets it join again: " + list);
        }
        if (!others.isEmpty()) {
            String list = String.join(", ", others);
            view.result(
                    "not in the inventory",
                    list,
                    "Not in the inventory, so K3S was not stopped there; where it still runs, the node comes back: "
                            + list);
        }
    }
}
