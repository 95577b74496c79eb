package dev.k3sdeploy.machines;

/**
 * What is there of a machine.
 *
 * @param name in the inventory
 * @param existence what the condition comes to
 * @param condition for people: {@code running}, {@code not created}, {@code exited}
 * @param kind what it is: {@code docker}, {@code virtualbox}, {@code libvirt}
 */
public record MachineState(String name, Existence existence, String condition, String kind) {
    /** How far a machine is from one that can be worked on. */
    public enum Existence {
        /** There is none. */
        ABSENT,
        /** It is there, and does not run. */
        STOPPED,
        /** It is there, and runs or is about to. */
        RUNNING
    }

    /** {@return whether it is there, running or not} */
    public boolean exists() {
        return existence != Existence.ABSENT;
    }

    /** {@return whether it runs} */
    public boolean running() {
        return existence == Existence.RUNNING;
    }

    static MachineState absent(String name, String kind) {
        return new MachineState(name, Existence.ABSENT, "not created", kind);
    }
}
