package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;

/** How a task ended on a machine, in the words that Ansible's users know. */
public sealed interface Outcome {
    record Ok(String because) implements Outcome {}

    record Changed(Diff diff) implements Outcome {}

    record WouldChange(Diff diff) implements Outcome {}

    record Skipped(String why) implements Outcome {}

    record Failed(K3sDeployException problem) implements Outcome {}

    record Unreachable(K3sDeployException problem) implements Outcome {}

    /** Whether the machine can go on with its next task. */
    default boolean lostMachine() {
        return this instanceof Failed || this instanceof Unreachable;
    }
}
