package dev.k3sdeploy.machines;

/**
 * What is there of a machine.
 *
 * @param name in the inventory
 * @param condition for people: {@code running}, {@code not created}, {@code exited}
 * @param kind what it is: {@code docker}, {@code virtualbox}, {@code libvirt}
 */
public record MachineState(String name, Existence existence, String condition, String kind) {
    /** How far a machine is from one that can be worked on. */
    public enum Existence {
        ABSENT,
        STOPPED,
        RUNNING
    }

    public boolean exists() {
        return existence != Existence.ABSENT;
    }

    public boolean running() {
        return existence == Existence.RUNNING;
    }

    static MachineState absent(String name, String kind) {
        return new MachineState(name, Existence.ABSENT, "not created", kind);
    }
}
