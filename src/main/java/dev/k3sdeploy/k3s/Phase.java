package dev.k3sdeploy.k3s;

/** The parts of an installation, in their order. Each is a play, and none at all where no machine has a task in it. */
public enum Phase {
    /** Files come to all machines, and the first server starts. */
    INSTALL("Install K3S"),
    /** The other servers join, one at a time. */
    SERVERS("Join the other servers, one at a time"),
    /** Agents join, and packages are installed on all machines. */
    AGENTS("Join the agents and install packages"),
    /** All nodes become Ready, and the kubeconfig comes here. */
    READY("Wait for the cluster");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    /**
     * The title of its play.
     *
     * @return as events and reports have it
     */
    public String title() {
        return title;
    }
}
