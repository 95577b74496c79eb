package dev.k3sdeploy;

/** By what machines are reached, other than this one. */
public enum Transport {
    /** The SSH that is part of k3sdeploy: needs nothing here. */
    BUILT_IN,
    /** The system's {@code ssh}: knows FIDO keys, Kerberos, and whatever its configuration says. */
    OPENSSH
}
