package dev.k3sdeploy.kube;

import java.util.Locale;
import java.util.Optional;

/**
 * A machine of the inventory, as a node of the cluster.
 *
 * @param host its name in the inventory
 * @param address by which this machine reaches it, and which the node registers with; empty where the inventory does
 *     not tell
 */
public record WishedNode(String host, Optional<String> address) {
    /**
     * {@return whether a node of the cluster is said to be this machine: by its address, or by its name}
     *
     * @param nodeName as the API has it
     * @param nodeAddress as the API has it; may be empty
     */
    public boolean is(String nodeName, String nodeAddress) {
        return nodeName.equals(host.toLowerCase(Locale.ROOT))
                || address.filter(nodeAddress::equals).isPresent();
    }
}
