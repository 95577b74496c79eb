package dev.k3sdeploy.engine;

import dev.k3sdeploy.problem.K3sDeployException;

/** How a task ended on a machine, in the words that Ansible's users know. */
public sealed interface Outcome {
    /**
     * Nothing was to do.
     *
     * @param because what was found, as a sentence's end: «it runs»
     */
    record Ok(String because) implements Outcome {}

    /**
     * It was changed, and was then looked at again.
     *
     * @param diff what was changed
     */
    record Changed(Diff diff) implements Outcome {}

    /**
     * Check mode: it is not as it should be.
     *
     * @param diff what would be changed
     */
    record WouldChange(Diff diff) implements Outcome {}

    /**
     * It was not tried.
     *
     * @param why what stood in its way
     */
    record Skipped(String why) implements Outcome {}

    /**
     * It could not be brought about.
     *
     * @param problem what went wrong, with what to do
     */
    record Failed(K3sDeployException problem) implements Outcome {}

    /**
     * The machine is gone; what was done there last is not known.
     *
     * @param problem why it cannot be reached
     */
    record Unreachable(K3sDeployException problem) implements Outcome {}

    /** {@return whether the machine cannot go on with its next task} */
    default boolean lostMachine() {
        return this instanceof Failed || this instanceof Unreachable;
    }
}
