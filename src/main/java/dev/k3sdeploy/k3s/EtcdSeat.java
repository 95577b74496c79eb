package dev.k3sdeploy.k3s;

import java.util.List;
import java.util.Map;

/** What a node is in the servers' etcd, as its Node object tells. */
public enum EtcdSeat {
    /** No member: an agent, or a server of a cluster without etcd. */
    NONE,
    /** It has joined and has no vote yet. */
    LEARNER,
    /** A voting member. */
    VOTER,
    /** A member that is asked to leave. */
    LEAVING,
    /** It was a member; its Node object is still there. */
    LEFT;

    /** From v1.22 on K3S lets the member of a node go that has this annotation; before, it does so when the node is deleted. */
    static final String REMOVE = "etcd.k3s.cattle.io/remove";

    private static final String REMOVED = "etcd.k3s.cattle.io/removed-node-name";

    /**
     * From a Node object.
     *
     * @param voter the status of its condition EtcdIsVoter, or empty
     */
    static EtcdSeat of(List<String> roles, Map<String, String> annotations, String voter) {
        if (!annotations.getOrDefault(REMOVED, "").isEmpty()) {
            return LEFT;
        } else if (annotations.getOrDefault(REMOVE, "").equals("true")) {
            return LEAVING;
        } else if (voter.equals("False")) {
            return LEARNER;
        }
        return roles.contains("etcd") ? VOTER : NONE;
    }

    /** Whether it counts for a majority. */
    boolean member() {
        return this == VOTER || this == LEAVING;
    }
}
