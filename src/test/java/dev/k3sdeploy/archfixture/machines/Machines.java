package dev.k3sdeploy.archfixture.machines;

/** Something above the rest. */
public final class Machines {
    public static final String NAME = Machines.class.getName();

    private Machines() {}
}
