package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The nodes that are none of the inventory's machines, and those that a machine was before its hostname changed, are named
 * to who runs this; they are left as they are.
 *
 * @param cluster whose machines are known
 * @param notes hears a line for the strangers, and one for each address of several nodes
 */
public record NodesCompared(ClusterSpec cluster, Consumer<String> notes) implements Task {
    @Override
    public String title() {
        return "Look for nodes that the inventory does not have";
    }

    @Override
    public Verdict check(Probe server) {
        ClusterNode.Answer answer = ClusterNode.ask(server);
        if (!answer.error().isEmpty()) {
            return new Verdict.NotNeeded("the API does not answer: " + answer.error());
        }
        tellOfFormerNames(answer.nodes());
        InventoryNodes compared = InventoryNodes.compare(server, cluster, answer.nodes());
        if (compared.strangers().isEmpty()) {
            return Verdict.inPlace("every node is a machine of the inventory");
        }
        String names = String.join(", ", compared.names());
        if (!compared.unknown().isEmpty()) {
            return Verdict.inPlace("not known: " + names);
        }
        notes.accept("Not in the inventory: " + names + "; `k3sdeploy up --prune` removes such nodes");
        return Verdict.inPlace("not in the inventory: " + names);
    }

    /** K3S takes a machine for a new node when its hostname changes, and the former one turns NotReady. */
    private void tellOfFormerNames(List<ClusterNode> nodes) {
        Map<String, List<ClusterNode>> byAddress = nodes.stream()
                .filter(node -> !node.ip().isEmpty())
                .collect(Collectors.groupingBy(ClusterNode::ip, TreeMap::new, Collectors.toList()));
        byAddress.values().stream().filter(same -> same.size() > 1).forEach(same -> {
            String names = same.stream().map(ClusterNode::name).collect(Collectors.joining(", "));
            notes.accept(
                    "The nodes " + names + " have one address, " + same.get(0).ip()
                            + ", as after a change of a machine's hostname. Give it back with `hostnamectl set-hostname` and"
                            + " restart K3S; of an agent, or where etcd is not used, the other way is"
                            + " `k3s kubectl delete node NAME` for the one that is NotReady");
        });
    }
}
