package dev.k3sdeploy.cli;

import dev.k3sdeploy.Cluster;
import dev.k3sdeploy.engine.Target;
import dev.k3sdeploy.problem.Message;
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
    private ClusterChange change = new ClusterChange();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Hosts of the inventory, or nodes.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Option(
            names = "--force",
            description = "Go on where a machine cannot be reached, and where a drain did not or does not end.")
    private boolean force;

    @Override
    public Integer call() {
        return change.run(
                confirmation,
                () -> Message.of("remove.ask", String.join(", ", names)),
                cluster -> cluster.removeNodes(names, force),
                this::sayWhatIsLeft);
    }

    private void sayWhatIsLeft(Cluster cluster, RunView view) {
        if (change.checkOnly()) {
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
            view.result("removed", list, Message.of("remove.next", list));
        }
        if (!others.isEmpty()) {
            String list = String.join(", ", others);
            view.result("not in the inventory", list, Message.of("remove.not-stopped", list));
        }
    }
}
