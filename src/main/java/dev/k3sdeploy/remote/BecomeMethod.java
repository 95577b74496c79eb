package dev.k3sdeploy.remote;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The programs by which a login user becomes another, under Ansible's names. */
public enum BecomeMethod {
    SUDO,
    SU,
    DOAS;

    /** The method of this name; empty for another name. */
    public static Optional<BecomeMethod> named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.word().equals(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(BecomeMethod::word).collect(Collectors.joining(", "));
    }

    /** As Ansible writes it, and the program's name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
