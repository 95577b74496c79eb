package dev.k3sdeploy;

/** By what machines are reached, other than this one. */
public enum Transport {
    /** The built-in one; for machines whose ssh_config asks for what only the system's ssh can do, that one, where it is. */
    AUTOMATIC,
    /** The SSH that is part of k3sdeploy: needs nothing here. */
    BUILT_IN,
    /** The system's {@code ssh}: knows FIDO keys, Kerberos, and whatever its configuration says. */
    OPENSSH
}
