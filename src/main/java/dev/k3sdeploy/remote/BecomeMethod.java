package dev.k3sdeploy.remote;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The programs by which a login user becomes another, under Ansible's names. */
public enum BecomeMethod {
    /** sudo(8); asks for the login user's password. */
    SUDO,
    /** su(1); asks for the password of whom to become. */
    SU,
    /** doas(1) of OpenBSD; asks for the login user's password. */
    DOAS;

    /**
     * The method of this name; empty for another name.
     *
     * @param name as Ansible writes it
     * @return the method, or empty
     */
    public static Optional<BecomeMethod> named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.word().equals(name))
                .findFirst();
    }

    /** {@return all names, for messages} */
    public static String names() {
        return Arrays.stream(values()).map(BecomeMethod::word).collect(Collectors.joining(", "));
    }

    /** {@return the name of the program, which is also Ansible's word for it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
