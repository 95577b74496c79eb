package dev.k3sdeploy.k3s;

import dev.k3sdeploy.engine.Probe;
import dev.k3sdeploy.engine.Task;
import dev.k3sdeploy.engine.Verdict;
import java.util.function.Consumer;

/**
 * The nodes that are none of the inventory's machines are named to who runs this; they are left as they are.
 *
 * @param cluster whose machines are known
 * @param notes hears one line for each stranger
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
}
