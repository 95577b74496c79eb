package dev.k3sdeploy.inventory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The old and the new names of Ansible's connection variables. Where several of one family are set, Ansible's connection
 * takes the last of the family's list, which is the older name, at whatever level each was set.
 */
final class Aliases {
    private static final List<List<String>> FAMILIES = List.of(
            List.of("ansible_host", "ansible_ssh_host"),
            List.of("ansible_user", "ansible_ssh_user"),
            List.of("ansible_port", "ansible_ssh_port"),
            List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password"),
            List.of("ansible_private_key_file", "ansible_ssh_private_key_file"),
            List.of("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"),
            List.of("ansible_become_user", "ansible_sudo_user"));
    private static final Map<String, List<String>> FAMILY_OF = families();

    private Aliases() {}

    private static Map<String, List<String>> families() {
        Map<String, List<String>> families = new HashMap<>();
        FAMILIES.forEach(family -> family.forEach(name -> families.put(name, family)));
        return families;
    }

    /** What the connection uses for this name, or null when none of its family is set. */
    static @Nullable Given winner(String name, Function<String, @Nullable Given> find) {
        Given winner = null;
        for (String alias : FAMILY_OF.getOrDefault(name, List.of(name))) {
            Given given = find.apply(alias);
            winner = given == null ? winner : given;
        }
        return winner;
    }

    /** The first of the family that is set, or null. */
    static @Nullable Given firstSet(String name, Function<String, @Nullable Given> find) {
        for (String alias : FAMILY_OF.getOrDefault(name, List.of())) {
            Given given = find.apply(alias);
            if (given != null) {
                return given;
            }
        }
        return null;
    }
}
