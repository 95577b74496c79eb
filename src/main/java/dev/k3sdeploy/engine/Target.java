package dev.k3sdeploy.engine;

/**
 * A machine by its inventory name.
 *
 * @param name as the inventory has it, in messages, reports and logs too
 */
public record Target(String name) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
