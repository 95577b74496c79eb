package dev.k3sdeploy.k3s;

import java.util.Arrays;

/**
 * Where a machine is in a change that other nodes must wait for. Noted on the machine before anything is done, so that a
 * run which died in the middle is taken up by the next one, and taken away when the node is Ready again.
 */
enum RollingStep {
    /** In no such change. */
    NONE(""),
    /** Its pods are being moved away. */
    DRAINING("draining"),
    /** As {@link #DRAINING}, of a node to which no pods were let before, which stays so. */
    DRAINING_CORDONED("draining, cordoned before"),
    /** Its pods are away, or stay through the restart; it is restarted, or about to be. */
    RESTARTING("restarting"),
    /** As {@link #RESTARTING}, and pods are to be let in again after it. */
    RESTARTING_DRAINED("restarting, drained");

    /** Outlives a restart of the machine. */
    static final String FILE = "/var/lib/k3sdeploy/rolling";

    private final String text;

    RollingStep(String text) {
        this.text = text;
    }

    /** What cannot be read is the step after which everything is looked at once more. */
    static RollingStep parse(String text) {
        return Arrays.stream(values())
                .filter(step -> step.text.equals(text.strip()))
                .findFirst()
                .orElse(RESTARTING);
    }

    boolean draining() {
        return this == DRAINING || this == DRAINING_CORDONED;
    }

    /** A command that notes the step. */
    String noted() {
        return this == NONE
                ? "rm -f " + FILE
                : "mkdir -p /var/lib/k3sdeploy && echo '" + text + "' >" + FILE + ".new && mv -f " + FILE + ".new "
                        + FILE;
    }
}
