package dev.k3sdeploy.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node, as the API tells of it.
 *
 * @param node as the client has read it
 */
public record SeenNode(Node node) {
    /** Kubernetes' own taints tell of trouble, not of a wish. */
    private static final String TROUBLE = "node.kubernetes.io/";

    /**
     * All of them.
     *
     * @param client the API
     * @return the cluster's nodes, as they are now
     */
    public static List<SeenNode> all(KubernetesClient client) {
        return client.nodes().list().getItems().stream().map(SeenNode::new).toList();
    }

    /** {@return the name that it is registered by} */
    public String name() {
        return node.getMetadata().getName();
    }

    /** {@return its InternalIP, or empty} */
    public String address() {
        return node.getStatus().getAddresses().stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElse("");
    }

    /** {@return the kubelet's: {@code v1.33.5+k3s1}} */
    public String version() {
        return node.getStatus().getNodeInfo() == null
                ? ""
                : Objects.requireNonNullElse(node.getStatus().getNodeInfo().getKubeletVersion(), "");
    }

    /**
     * {@code DiskPressure}, {@code Ready}: true, or not.
     *
     * @param condition a condition's type
     * @return whether its status is {@code True}
     */
    public boolean is(String condition) {
        return condition(condition)
                .filter(found -> "True".equals(found.getStatus()))
                .isPresent();
    }

    /**
     * A condition with its reason and message.
     *
     * @param type such as {@code Ready}
     * @return empty when the node tells nothing of it
     */
    public Optional<NodeCondition> condition(String type) {
        return node.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    /** {@return whether the lab's simulator plays it} */
    public boolean simulated() {
        return node.getMetadata().getAnnotations() != null
                && "true".equals(node.getMetadata().getAnnotations().get("k3sdeploy.dev/simulated"));
    }

    /** {@return whether somebody wants no ordinary pods here: it is cordoned, or has a taint of the user's} */
    public boolean keptFree() {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                || node.getSpec().getTaints().stream().anyMatch(SeenNode::repels);
    }

    /** {@return whether the scheduler may place an ordinary pod here now: a node short of disk is Ready, and gets none} */
    public boolean takesPods() {
        return is("Ready")
                && !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && node.getSpec().getTaints().stream().allMatch(taint -> "PreferNoSchedule".equals(taint.getEffect()));
    }

    private static boolean repels(Taint taint) {
        return !taint.getKey().startsWith(TROUBLE) && !"PreferNoSchedule".equals(taint.getEffect());
    }
}
